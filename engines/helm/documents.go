package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
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

// splitManifests is Helm's function of this name without its regular expression (`(?:^|\s*\n)---\s*`), which takes longer
// than reading the documents.
func splitManifests(content string) []string {
	const dashes, space = "---", "\t\n\f\r "
	text := strings.TrimLeftFunc(content, unicode.IsSpace)
	var found []string
	add := func(part string) {
		if part = strings.TrimLeftFunc(part, unicode.IsSpace); part != "" {
			found = append(found, part)
		}
	}
	if rest, opened := strings.CutPrefix(text, dashes); opened {
		text = strings.TrimLeft(rest, space)
	}
	for {
		before, after, cut := strings.Cut(text, "\n"+dashes)
		if !cut {
			add(text)
			return found
		}
		add(strings.TrimRight(before, space))
		text = strings.TrimLeft(after, space)
	}
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

// keptDocuments is how much text of documents is remembered before all is let go.
const keptDocuments = 16 << 20

// readDocuments holds documents by their text: the same release in several places differs in few of them.
var (
	readDocuments = map[string]document{}
	readLength    int
)

// read parses the text and fills the head, with the error that Helm would give.
func (d *document) read() error {
	if known, found := readDocuments[d.text]; found {
		d.object, d.duplicates, d.head = known.object, known.duplicates, known.head
		return nil
	}
	if err := d.readAnew(); err != nil {
		return err
	}
	if readLength += len(d.text); readLength > keptDocuments {
		clear(readDocuments)
		readLength = len(d.text)
	}
	readDocuments[d.text] = *d
	return nil
}

func (d *document) readAnew() error {
	if tree, object, ok := readPlain([]byte(d.text)); ok {
		d.object = object
		if plainHead(tree, &d.head) {
			return nil
		}
		return readHead(object, &d.head)
	}
	object, duplicates, err := toJSON([]byte(d.text))
	if err != nil {
		return fmt.Errorf("error converting YAML to JSON: %w", err)
	}
	d.object, d.duplicates = object, duplicates
	return readHead(object, &d.head)
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
