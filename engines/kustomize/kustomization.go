package main

import (
	"path"

	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

var kustomizationNames = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// kustomizationFile returns the path of a folder's kustomization file, or "" where there is none.
func kustomizationFile(files filesys.FileSystem, folder string) string {
	for _, name := range kustomizationNames {
		if full := path.Join(folder, name); files.Exists(full) && !files.IsDir(full) {
			return full
		}
	}
	return ""
}

// readMap reads a YAML file as kustomize does; what is no object is left for kustomize to complain about.
func readMap(files filesys.FileSystem, name string) (map[string]any, bool) {
	if name == "" {
		return nil, false
	}
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, false
	}
	var content map[string]any
	if err := yaml.Unmarshal(text, &content); err != nil || content == nil {
		return nil, false
	}
	return content, true
}

func writeMap(files filesys.FileSystem, name string, content map[string]any) {
	// Came out of a file of this file system: it encodes, and can be written back.
	text, err := yaml.Marshal(content)
	if err == nil {
		_ = files.WriteFile(name, text)
	}
}
