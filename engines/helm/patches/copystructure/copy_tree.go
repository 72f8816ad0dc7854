//go:build go1.21

// Package copystructure joins the package of this name when the engine is built: values of charts are trees of maps and
// lists, which need no reflection to be copied.
package copystructure

import "encoding/json"

// copyTree copies a tree of maps, lists and scalars; ok is false where there is anything else, nil maps included.
func copyTree(value any) (out any, ok bool) {
	switch typed := value.(type) {
	case map[string]any:
		if typed == nil {
			return nil, false
		}
		copied := make(map[string]any, len(typed))
		for key, one := range typed {
			if copied[key], ok = copyTree(one); !ok {
				return nil, false
			}
		}
		return copied, true
	case []any:
		if typed == nil {
			return nil, false
		}
		copied := make([]any, len(typed))
		for i, one := range typed {
			if copied[i], ok = copyTree(one); !ok {
				return nil, false
			}
		}
		return copied, true
	case nil, string, bool, int, int64, uint64, float64, json.Number:
		return value, true
	}
	return nil, false
}
