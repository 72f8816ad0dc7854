# METADATA
# title: "What rules about containers share"
package lib.containers

# Capabilities that the baseline Pod Security Standard lets a container add.
baseline_capabilities := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

# Whether the restricted standard binds this pod; its rules exempt Windows.
restricted if {
	input.pod_security == "restricted"
	not windows
}

windows if input.pod.spec.os.name == "windows"
