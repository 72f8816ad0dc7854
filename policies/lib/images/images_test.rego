package lib.images_test

import data.lib.images

test_latest_is_mutable if images.is_mutable({"tag": "latest", "digest": ""})

test_a_version_is_not_mutable if not images.is_mutable({"tag": "1.2.3", "digest": ""})

test_a_digest_holds_any_tag if not images.is_mutable({"tag": "latest", "digest": "sha256:0"})

test_a_host_allows_what_is_on_it if images.is_from({"registry": "registry.example.com", "repository": "team/web"}, "registry.example.com")

test_a_path_allows_what_is_under_it if images.is_from({"registry": "registry.example.com", "repository": "team/web"}, "registry.example.com/team/")

test_a_longer_host_is_another_host if not images.is_from({"registry": "registry.example.com.evil.example", "repository": "web"}, "registry.example.com")

test_a_longer_folder_is_another_folder if not images.is_from({"registry": "registry.example.com", "repository": "team2/web"}, "registry.example.com/team")
