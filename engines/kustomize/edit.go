package main

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// options are the fields of an Application's `kustomize` that Argo CD turns into `kustomize edit` before it builds.
type options struct {
	NamePrefix              string            `json:"namePrefix"`
	NameSuffix              string            `json:"nameSuffix"`
	Images                  []string          `json:"images"`
	Replicas                []types.Replica   `json:"replicas"`
	CommonLabels            map[string]string `json:"commonLabels"`
	LabelWithoutSelector    bool              `json:"labelWithoutSelector"`
	LabelIncludeTemplates   bool              `json:"labelIncludeTemplates"`
	ForceCommonLabels       bool              `json:"forceCommonLabels"`
	CommonAnnotations       map[string]string `json:"commonAnnotations"`
	ForceCommonAnnotations  bool              `json:"forceCommonAnnotations"`
	Namespace               string            `json:"namespace"`
	Patches                 []any             `json:"patches"`
	Components              []string          `json:"components"`
	IgnoreMissingComponents bool              `json:"ignoreMissingComponents"`
}

// edit changes the folder's kustomization file in the order in which Argo CD runs its commands.
func (o *options) edit(files filesys.FileSystem, folder string) error {
	steps := []struct {
		wanted bool
		apply  func(*types.Kustomization) error
	}{
		{o.NamePrefix != "", func(k *types.Kustomization) error { k.NamePrefix = o.NamePrefix; return nil }},
		{o.NameSuffix != "", func(k *types.Kustomization) error { k.NameSuffix = o.NameSuffix; return nil }},
		{len(o.Images) > 0, o.setImages},
		{len(o.Replicas) > 0, o.setReplicas},
		{len(o.CommonLabels) > 0, o.addLabels},
		{len(o.CommonAnnotations) > 0, o.addAnnotations},
		{o.Namespace != "", func(k *types.Kustomization) error { k.Namespace = o.Namespace; return nil }},
	}
	for _, step := range steps {
		if !step.wanted {
			continue
		}
		if err := editFile(files, folder, step.apply); err != nil {
			return err
		}
	}
	if err := o.addPatches(files, folder); err != nil {
		return err
	}
	components := o.Components
	if o.IgnoreMissingComponents {
		components = slices.DeleteFunc(slices.Clone(components), func(one string) bool {
			return !files.Exists(path.Join(folder, one))
		})
	}
	if len(components) == 0 {
		return nil
	}
	return editFile(files, folder, func(k *types.Kustomization) error {
		for _, one := range components {
			if !looksRemote(one) && !files.IsDir(path.Join(folder, one)) {
				return fmt.Errorf("%s has no match: must build at directory: not a valid directory", one)
			}
			if !slices.Contains(k.Components, one) {
				k.Components = append(k.Components, one)
			}
		}
		return nil
	})
}

// editFile is the frame of every `kustomize edit`: it refuses a folder with several kustomization files.
func editFile(files filesys.FileSystem, folder string, change func(*types.Kustomization) error) error {
	var found []string
	for _, name := range kustomizationNames {
		if files.Exists(path.Join(folder, name)) {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 0:
		return fmt.Errorf("Missing kustomization file '%s'", kustomizationNames[0])
	case 1:
	default:
		return fmt.Errorf("Found multiple kustomization file: %v", found)
	}
	name := path.Join(folder, found[0])
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	var k types.Kustomization
	if err := k.Unmarshal(text); err != nil {
		return err
	}
	k.FixKustomization()
	if err := change(&k); err != nil {
		return err
	}
	if text, err = yaml.Marshal(k); err != nil {
		return err
	}
	return files.WriteFile(name, text)
}

func (o *options) setReplicas(k *types.Kustomization) error {
	replicas := slices.Clone(o.Replicas)
	for _, present := range k.Replicas {
		if !slices.ContainsFunc(o.Replicas, func(one types.Replica) bool { return one.Name == present.Name }) {
			replicas = append(replicas, present)
		}
	}
	slices.SortStableFunc(replicas, func(a, b types.Replica) int { return strings.Compare(a.Name, b.Name) })
	k.Replicas = replicas
	return nil
}

func (o *options) addLabels(k *types.Kustomization) error {
	if !o.LabelWithoutSelector {
		if o.LabelIncludeTemplates {
			return errors.New("--without-selector flag must be specified for --include-templates to work")
		}
		if k.CommonLabels == nil {
			k.CommonLabels = map[string]string{}
		}
		return addPairs(k.CommonLabels, o.CommonLabels, "label", o.ForceCommonLabels)
	}
	for i, label := range k.Labels {
		if !label.IncludeSelectors && label.IncludeTemplates == o.LabelIncludeTemplates {
			if label.Pairs == nil {
				k.Labels[i].Pairs = map[string]string{}
			}
			return addPairs(k.Labels[i].Pairs, o.CommonLabels, "label", o.ForceCommonLabels)
		}
	}
	pairs := map[string]string{}
	k.Labels = append(k.Labels, types.Label{Pairs: pairs, IncludeTemplates: o.LabelIncludeTemplates})
	return addPairs(pairs, o.CommonLabels, "label", o.ForceCommonLabels)
}

func (o *options) addAnnotations(k *types.Kustomization) error {
	if k.CommonAnnotations == nil {
		k.CommonAnnotations = map[string]string{}
	}
	return addPairs(k.CommonAnnotations, o.CommonAnnotations, "annotation", o.ForceCommonAnnotations)
}

func addPairs(present, given map[string]string, kind string, force bool) error {
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		// Travels as `name:value` through a command line, which takes quotes off.
		value := given[name]
		if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
			value = value[1 : len(value)-1]
		}
		if _, found := present[name]; found && !force {
			return fmt.Errorf("%s %s already in kustomization file. Use --force to override.", kind, name)
		}
		present[name] = value
	}
	return nil
}

func (o *options) addPatches(files filesys.FileSystem, folder string) error {
	if len(o.Patches) == 0 {
		return nil
	}
	name := kustomizationFile(files, folder)
	if name == "" {
		return errors.New("kustomization file not found in the path")
	}
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	var parsed any
	if err := yaml.Unmarshal(text, &parsed); err != nil {
		return fmt.Errorf("failed to unmarshal kustomization.yaml: %w", err)
	}
	content, ok := parsed.(map[string]any)
	if !ok {
		return fmt.Errorf("expected kustomization.yaml to be type map[string]any, but got %T", parsed)
	}
	present, found := content["patches"]
	patches, ok := present.([]any)
	if found && !ok {
		return fmt.Errorf("expected 'patches' field in kustomization.yaml to be []any, but got %T", present)
	}
	content["patches"] = append(patches, o.Patches...)
	writeMap(files, name, content)
	return nil
}
