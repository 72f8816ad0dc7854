# METADATA
# title: "Image references, already split by the program"
package lib.images

# A name that may stand for other bytes tomorrow.
is_mutable(image) if {
	image.digest == ""
	image.tag in {"", "latest"}
}

# Whether an image lies under a registry or a path of one: whole segments count, so that a longer host is another host.
is_from(image, prefix) if startswith(
	concat("/", [image.registry, image.repository, ""]),
	concat("", [trim_suffix(prefix, "/"), "/"]),
)
