# METADATA
# title: "A pod sets an unsafe kernel parameter"
# description: "It can change the node for every other pod, and the kubelet refuses it unless it was told otherwise."
# custom:
#   id: POD-014
#   severity: medium
#   category: pod
#   kinds: ["workload"]
#   scope: resource
#   message: "The pod sets the sysctl {name}."
#   fix: "Remove it, or set it on the nodes that need it."
#   controls:
#     - {framework: "Pod Security Standards 1.37", ids: ["baseline"], basis: sourced}
package rules.pod.sysctls

_safe := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.ping_group_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_wmem",
}

deny contains {"name": sysctl.name, "pointer": concat("", [input.pod.pointer, "/spec/securityContext/sysctls/", json.marshal(place)])} if {
	some place, sysctl in input.pod.spec.securityContext.sysctls
	not sysctl.name in _safe
}
