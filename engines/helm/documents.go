package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

const (
	kindCRD      = "crd"
	kindManifest = "manifest"
	kindHook     = "hook"
	kindTest     = "test"
)

// document is one rendered document. object stays nil where the text is no YAML.
type document struct {
	kind, source, text string
	omitText           bool
	object             json.RawMessage
	err                string
	duplicates         []problem

	head releaseutil.SimpleHead
}

// sortDocuments splits, classifies and orders rendered files as Helm's SortManifests does, but reads each document
// once, and keeps reading after one that cannot be read. Manifests come first, then hooks, both in install order.
func sortDocuments(files map[string]string) ([]document, error) {
	var manifests, hooks []document
	var firstError error
	for _, source := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(path.Base(source), "_") || strings.TrimSpace(files[source]) == "" {
			continue
		}
		for _, text := range splitManifests(files[source]) {
			d := document{kind: kindManifest, source: source, text: text}
			if err := d.read(); err != nil {
				d.err = err.Error()
				if firstError == nil {
					firstError = fmt.Errorf("YAML parse error on %s: %w", source, err)
				}
			}
			kind, known := d.classify()
			if !known {
				continue
			}
			if d.kind = kind; kind == kindManifest {
				manifests = append(manifests, d)
			} else {
				hooks = append(hooks, d)
			}
		}
	}
	inInstallOrder(manifests)
	inInstallOrder(hooks)
	return append(manifests, hooks...), firstError
}

func splitManifests(content string) []string {
	// Helm's regular expression is slow in WebAssembly; most files hold one document.
	if !strings.Contains(content, "---") {
		return []string{strings.TrimLeftFunc(content, unicode.IsSpace)}
	}
	entries := releaseutil.SplitManifests(content)
	keys := slices.Collect(maps.Keys(entries))
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = entries[key]
	}
	return texts
}

// readCRDs holds the documents of files of crds/ by their content, which no value changes.
var readCRDs = map[string][]document{}

// splitCRD cuts a file of crds/, which Helm passes on unread.
func splitCRD(source, content string) []document {
	if read, known := readCRDs[content]; known {
		found := slices.Clone(read)
		for i := range found {
			found[i].source = source
		}
		return found
	}
	var found []document
	for _, text := range splitManifests(content) {
		if strings.TrimSpace(text) == "" {
			continue
		}
		d := document{kind: kindCRD, source: source, text: text}
		if err := d.read(); err != nil {
			d.err = err.Error()
		}
		found = append(found, d)
	}
	readCRDs[content] = found
	return found
}

// read parses the text and fills the head, with the error that Helm would give.
func (d *document) read() error {
	object, duplicates, err := toJSON([]byte(d.text))
	if err != nil {
		return fmt.Errorf("error converting YAML to JSON: %w", err)
	}
	d.object, d.duplicates = object, duplicates
	return readHead(object, &d.head)
}

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

var hookEvents = []release.HookEvent{
	release.HookPreInstall, release.HookPostInstall, release.HookPreDelete, release.HookPostDelete,
	release.HookPreUpgrade, release.HookPostUpgrade, release.HookPreRollback, release.HookPostRollback, release.HookTest,
}

// classify tells manifests, hooks and tests apart; Helm drops a document that names a hook it does not know.
func (d *document) classify() (kind string, known bool) {
	if d.head.Metadata == nil {
		return kindManifest, true
	}
	annotation, found := d.head.Metadata.Annotations[release.HookAnnotation]
	if !found {
		return kindManifest, true
	}
	kind = kindHook
	for name := range strings.SplitSeq(annotation, ",") {
		event := release.HookEvent(strings.ToLower(strings.TrimSpace(name)))
		if event == "test-success" {
			event = release.HookTest
		}
		if !slices.Contains(hookEvents, event) {
			return "", false
		}
		if event == release.HookTest {
			kind = kindTest
		}
	}
	return kind, true
}

var installRank = func() map[string]int {
	ranks := make(map[string]int, len(releaseutil.InstallOrder))
	for rank, kind := range releaseutil.InstallOrder {
		ranks[kind] = rank
	}
	return ranks
}()

// inInstallOrder sorts by Helm's list of kinds; kinds that it does not name come last, by name.
func inInstallOrder(documents []document) {
	slices.SortStableFunc(documents, func(a, b document) int {
		left, leftKnown := installRank[a.head.Kind]
		right, rightKnown := installRank[b.head.Kind]
		switch {
		case leftKnown && rightKnown:
			return left - right
		case leftKnown:
			return -1
		case rightKnown:
			return 1
		}
		return strings.Compare(a.head.Kind, b.head.Kind)
	})
}
