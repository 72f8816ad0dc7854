package lib.hosts_test

import data.lib.hosts

test_a_short_name_is_local if hosts.service("web", "shop") == ["shop", "web"]

test_a_full_name_says_its_namespace if hosts.service("web.shop.svc.cluster.local", "other") == ["shop", "web"]

test_two_labels_with_a_known_namespace if hosts.service("web.shop", "other") == ["shop", "web"] with data.inv as {"used_namespaces": {"shop": {"ref": 1}}}

test_a_host_of_the_internet_is_no_service if not hosts.service("example.com", "shop") with data.inv as {"used_namespaces": {}}

test_a_longer_host_is_no_service if not hosts.service("www.shop.example.com", "shop")

test_a_wildcard_covers_what_ends_so if hosts.covers("*.example.com", "www.example.com")

test_a_wildcard_does_not_cover_its_own_domain if not hosts.covers("*.example.com", "example.com")

test_a_star_covers_all if hosts.covers("*", "anything")
