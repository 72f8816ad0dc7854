package main

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// removal takes out of all kustomization files that a build reaches what it cannot have: other repositories, URLs,
// charts, plugins. The rest still builds.
type removal struct {
	files   filesys.FileSystem
	seen    map[string]bool
	remote  []remoteEntry
	skipped []skippedEntry
	changed bool
}

func (r *removal) visit(folder string) {
	name := kustomizationFile(r.files, folder)
	content, ok := readMap(r.files, name)
	if !ok || r.seen[name] {
		return
	}
	r.seen[name] = true
	r.changed = false
	for _, member := range []string{"resources", "bases", "components", "crds", "configurations", "patchesStrategicMerge"} {
		r.removeEntries(name, content, member)
	}
	for _, member := range []string{"patches", "patchesJson6902", "replacements"} {
		r.removeByPath(name, content, member)
	}
	for _, member := range []string{"configMapGenerator", "secretGenerator"} {
		r.removeSources(name, content, member)
	}
	if openapi, ok := content["openapi"].(map[string]any); ok && r.isRemote(name, openapi["path"]) {
		delete(content, "openapi")
	}
	for _, member := range []string{"helmCharts", "helmChartInflationGenerator", "helmGlobals"} {
		if _, found := content[member]; found {
			r.skip(name, member)
			delete(content, member)
			r.changed = true
		}
	}
	for _, member := range []string{"generators", "transformers", "validators"} {
		r.removePlugins(name, content, member)
	}
	if r.changed {
		writeMap(r.files, name, content)
	}
	for _, member := range []string{"resources", "bases", "components"} {
		for _, entry := range list(content[member]) {
			if text, ok := entry.(string); ok {
				r.visit(path.Join(folder, text))
			}
		}
	}
}

func (r *removal) skip(name, what string) {
	r.skipped = append(r.skipped, skippedEntry{File: name[1:], What: what})
}

func (r *removal) removeEntries(name string, content map[string]any, member string) {
	r.keep(content, member, func(entry any) bool { return !r.isRemote(name, entry) })
}

func (r *removal) removeByPath(name string, content map[string]any, member string) {
	r.keep(content, member, func(entry any) bool {
		fields, ok := entry.(map[string]any)
		return !ok || !r.isRemote(name, fields["path"])
	})
}

// removeSources takes the files out that generators would download; a source may be written `key=place`.
func (r *removal) removeSources(name string, content map[string]any, member string) {
	for _, entry := range list(content[member]) {
		generator, ok := entry.(map[string]any)
		if !ok {
			continue
		}
		for _, sources := range []string{"files", "envs"} {
			r.keep(generator, sources, func(source any) bool {
				text, ok := source.(string)
				if key, place, found := strings.Cut(text, "="); found && !strings.ContainsAny(key, "/:") {
					text = place
				}
				return !ok || !r.isRemote(name, text)
			})
		}
		if r.isRemote(name, generator["env"]) {
			delete(generator, "env")
		}
	}
}

// removePlugins keeps what kustomize runs itself. An entry is a file, a folder, or YAML text.
func (r *removal) removePlugins(name string, content map[string]any, member string) {
	r.removeEntries(name, content, member)
	r.keep(content, member, func(entry any) bool {
		text, ok := entry.(string)
		if !ok {
			return true
		}
		what := member + ": " + strings.TrimSpace(text)
		place := path.Join(path.Dir(name), text)
		if !strings.Contains(text, "\n") {
			if r.files.IsDir(place) {
				r.visit(place)
				return true
			}
			if read, err := r.files.ReadFile(place); err == nil {
				text = string(read)
			}
		} else {
			what = member + ": YAML text"
		}
		if kind := foreignPlugin(text); kind != "" {
			r.skip(name, what+" ("+kind+")")
			return false
		}
		return true
	})
}

// foreignPlugin returns the first kind in a text that is not one of kustomize's own generators and transformers.
func foreignPlugin(text string) string {
	for _, document := range regexp.MustCompile(`(?m)^---.*$`).Split(text, -1) {
		var head struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
		}
		if yaml.Unmarshal([]byte(document), &head) != nil || head.Kind == "" {
			continue
		}
		if head.APIVersion != "builtin" || head.Kind == "HelmChartInflationGenerator" {
			return head.Kind
		}
	}
	return ""
}

// keep filters a list in place, and drops the member when nothing is left of it.
func (r *removal) keep(content map[string]any, member string, wanted func(any) bool) {
	given := list(content[member])
	kept := slices.DeleteFunc(slices.Clone(given), func(entry any) bool { return !wanted(entry) })
	if len(kept) == len(given) {
		return
	}
	r.changed = true
	if content[member] = kept; len(kept) == 0 {
		delete(content, member)
	}
}

func list(value any) []any {
	entries, _ := value.([]any)
	return entries
}

var (
	hasScheme = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*::?`)
	scpStyle  = regexp.MustCompile(`^[\w.-]+@[\w.-]+[:/]`)
	knownHost = regexp.MustCompile(`(?i)^(gh:|(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:])`)
)

// isRemote tells whether an entry names something that kustomize would download, and records it if so.
func (r *removal) isRemote(name string, entry any) bool {
	text, ok := entry.(string)
	if !ok || text == "" || strings.Contains(strings.TrimSpace(text), "\n") || !looksRemote(text) {
		return false
	}
	if !strings.Contains(text, "://") && r.files.Exists(path.Join(path.Dir(name), text)) {
		return false
	}
	r.remote = append(r.remote, remoteEntry{File: name[1:], Entry: text})
	r.changed = true
	return true
}

func looksRemote(text string) bool {
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") {
		return false
	}
	path, query, hasQuery := strings.Cut(text, "?")
	return strings.Contains(text, "://") || hasScheme.MatchString(text) && strings.Contains(text, "::") ||
		scpStyle.MatchString(text) || knownHost.MatchString(text) ||
		hasQuery && (strings.HasPrefix(query, "ref=") || strings.HasPrefix(query, "version=")) ||
		strings.HasSuffix(path, ".git") || strings.Contains(path, ".git/")
}
