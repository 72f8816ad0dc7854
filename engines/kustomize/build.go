package main

import (
	"fmt"
	"path"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const originAnnotation = "config.kubernetes.io/origin"

// build does what `kustomize build` does after Argo CD's edits, on the files given and nothing else.
func build(r *request, answer *response) error {
	files := filesys.MakeFsInMemory()
	for _, f := range r.Files {
		if err := files.WriteFile("/"+f.Name, f.Data); err != nil {
			return fmt.Errorf("file %q: %w", f.Name, err)
		}
	}
	folder := path.Join("/", r.Folder)
	if err := r.Options.edit(files, folder); err != nil {
		return err
	}
	removal := &removal{files: files, seen: map[string]bool{}}
	removal.visit(folder)
	answer.Remote, answer.Skipped = append(answer.Remote, removal.remote...), append(answer.Skipped, removal.skipped...)
	wanted := requestOrigins(files, folder)

	options := krusty.MakeDefaultOptions()
	// As the command line, which sets none: kustomize's old order, unless the file names another.
	options.Reorder = krusty.ReorderOptionUnspecified
	built, err := krusty.MakeKustomizer(options).Run(files, folder)
	if err != nil {
		return err
	}
	origins := make([]string, 0, built.Size())
	for _, one := range built.Resources() {
		origins = append(origins, originOf(one, folder))
	}
	if !wanted {
		if err := built.RemoveOriginAnnotations(); err != nil {
			return err
		}
	}
	for i, one := range built.Resources() {
		// The detour through text is what Argo CD takes: it reads what kustomize printed.
		text, err := one.AsYAML()
		if err != nil {
			return err
		}
		object, err := yaml.YAMLToJSON(text)
		if err != nil {
			return err
		}
		answer.Objects = append(answer.Objects, object)
		answer.Origins = append(answer.Origins, origins[i])
	}
	return nil
}

// requestOrigins makes kustomize note where each object comes from, and tells whether the file asked for that itself.
func requestOrigins(files filesys.FileSystem, folder string) (wanted bool) {
	name := kustomizationFile(files, folder)
	content, ok := readMap(files, name)
	if !ok {
		return false
	}
	const member, option = "buildMetadata", "originAnnotations"
	if content[member] == nil {
		content[member] = []any{}
	}
	list, ok := content[member].([]any)
	if !ok {
		return false
	}
	for _, one := range list {
		if one == option {
			return true
		}
	}
	content[member] = append(list, option)
	writeMap(files, name, content)
	return false
}

// originOf returns the path, from the root, of the file that an object or its generator stands in.
func originOf(one *resource.Resource, folder string) string {
	var origin struct {
		Path         string `json:"path"`
		ConfiguredIn string `json:"configuredIn"`
	}
	text := one.GetAnnotations(originAnnotation)[originAnnotation]
	if text == "" || yaml.Unmarshal([]byte(text), &origin) != nil {
		return ""
	}
	if origin.Path == "" {
		origin.Path = origin.ConfiguredIn
	}
	if origin.Path == "" {
		return ""
	}
	return path.Join(folder, origin.Path)[1:]
}
