package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

// readHead is yaml.Unmarshal into a SimpleHead of nothing but the members a head has: the rest of a large
// document need not be converted again.
func readHead(object json.RawMessage, head *releaseutil.SimpleHead) error {
	small := pick(object, "apiVersion", "kind", "metadata")
	if small == nil {
		return yaml.Unmarshal(object, head)
	}
	for name, value := range small {
		if strings.EqualFold(name, "metadata") {
			if metadata := pick(value, "name", "annotations"); metadata != nil {
				small[name], _ = json.Marshal(metadata)
			}
		}
	}
	text, err := json.Marshal(small)
	if err != nil {
		return err
	}
	// A plain head, the common case, needs no YAML reader: it exists to turn numbers into strings.
	var plain releaseutil.SimpleHead
	if json.Unmarshal(text, &plain) == nil {
		*head = plain
		return nil
	}
	return yaml.Unmarshal(text, head)
}

// pick returns the named members (in any case, as encoding/json matches them), or nil when the text is no object.
func pick(object json.RawMessage, names ...string) map[string]json.RawMessage {
	if !bytes.HasPrefix(object, []byte("{")) {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		return nil
	}
	maps.DeleteFunc(members, func(member string, _ json.RawMessage) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, member) })
	})
	return members
}

// plainHead reads the head of a document whose members are of the expected types and spelling.
func plainHead(tree any, head *releaseutil.SimpleHead) bool {
	table, ok := tree.(map[any]any)
	if !ok || !plainMembers(table, "apiVersion", "kind", "metadata") {
		return false
	}
	var plain releaseutil.SimpleHead
	if !readText(table, "apiVersion", &plain.Version) || !readText(table, "kind", &plain.Kind) {
		return false
	}
	if given, found := table["metadata"]; found && given != nil {
		metadata, ok := given.(map[any]any)
		if !ok || !plainMembers(metadata, "name", "annotations") {
			return false
		}
		plain.Metadata = &struct {
			Name        string            `json:"name"`
			Annotations map[string]string `json:"annotations"`
		}{}
		if !readText(metadata, "name", &plain.Metadata.Name) {
			return false
		}
		if given, found := metadata["annotations"]; found && given != nil {
			annotations, ok := given.(map[any]any)
			if !ok {
				return false
			}
			plain.Metadata.Annotations = make(map[string]string, len(annotations))
			for key, value := range annotations {
				name, isName := key.(string)
				text, isText := value.(string)
				if !isName || !isText {
					return false
				}
				plain.Metadata.Annotations[name] = text
			}
		}
	}
	*head = plain
	return true
}

// plainMembers tells that every key is a text, and none is one of the names in another spelling, which Go would take too.
func plainMembers(table map[any]any, names ...string) bool {
	for key := range table {
		text, ok := key.(string)
		if !ok {
			return false
		}
		for _, name := range names {
			if text != name && strings.EqualFold(text, name) {
				return false
			}
		}
	}
	return true
}

func readText(table map[any]any, name string, into *string) bool {
	given, found := table[name]
	if !found {
		return true
	}
	text, ok := given.(string)
	*into = text
	return ok
}
