// Package scheme is a stand-in: the built-in API versions as a list (versions.go), without their types.
package scheme

import "k8s.io/apimachinery/pkg/runtime/schema"

type versions struct{}

var Scheme versions

func (versions) PrioritizedVersionsAllGroups() []schema.GroupVersion {
	out := make([]schema.GroupVersion, 0, len(known))
	for _, s := range known {
		gv, err := schema.ParseGroupVersion(s)
		if err != nil {
			panic(err)
		}
		out = append(out, gv)
	}
	return out
}
