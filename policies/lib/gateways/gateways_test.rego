package lib.gateways_test

import data.lib.gateways

test_a_name_is_local if gateways.identify("public", "n") == ["n", "public"]

test_a_name_with_namespace if gateways.identify("istio-system/public", "n") == ["istio-system", "public"]

test_mesh_is_no_gateway if not gateways.identify("mesh", "n")

_namespaces := {"route": "n", "gateway": "g"}

test_a_host_serves_itself if gateways.serves("a.example.com", "a.example.com", _namespaces)

test_a_wildcard_serves_what_ends_so if gateways.serves("*.example.com", "a.example.com", _namespaces)

test_a_host_is_part_of_a_wider_route if gateways.serves("a.example.com", "*.example.com", _namespaces)

test_a_host_for_the_namespace_of_the_route if gateways.serves("n/*", "a.example.com", _namespaces)

test_a_host_for_another_namespace if not gateways.serves("other/*", "a.example.com", _namespaces)

test_a_dot_means_the_namespace_of_the_gateway if not gateways.serves("./*", "a.example.com", _namespaces)
