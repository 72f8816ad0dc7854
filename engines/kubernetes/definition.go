package main

import (
	"encoding/json"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	structuraldefaulting "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	apiservervalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

type groupKind = schema.GroupKind

// definition is a CustomResourceDefinition; nothing is parsed before the first object of its kind.
type definition struct {
	source   []byte
	parsed   *apiextensionsv1.CustomResourceDefinition
	versions map[string]*servedVersion
	err      error
}

// servedVersion is one version of a custom kind.
type servedVersion struct {
	kind
	structural *structuralschema.Structural
	// The definition says preserveUnknownFields, which v1 allows only to be false: for definitions of old.
	preserve bool
	// What the server warns of with each use; empty for nothing.
	deprecation string
	// How server-side apply reads it; made when first needed.
	applied *typed.ParseableType
}

var definitions = map[groupKind]*definition{}

func define(group, kind string, source []byte) {
	definitions[groupKind{Group: group, Kind: kind}] = &definition{source: source}
}

// version returns nil where the definition does not serve it.
func (d *definition) version(name string) (*servedVersion, error) {
	if err := d.parse(); err != nil {
		return nil, err
	}
	if known, ok := d.versions[name]; ok {
		return known, nil
	}
	for index := range d.parsed.Spec.Versions {
		stated := &d.parsed.Spec.Versions[index]
		if stated.Name != name || !stated.Served {
			continue
		}
		built, err := d.build(stated)
		if err != nil {
			return nil, err
		}
		d.versions[name] = built
		return built, nil
	}
	return nil, nil
}

func (d *definition) parse() error {
	if d.parsed != nil || d.err != nil {
		return d.err
	}
	parsed := &apiextensionsv1.CustomResourceDefinition{}
	if d.err = json.Unmarshal(d.source, parsed); d.err != nil {
		return d.err
	}
	apiextensionsv1.SetDefaults_CustomResourceDefinition(parsed)
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&parsed.Spec)
	d.source, d.parsed, d.versions = nil, parsed, map[string]*servedVersion{}
	return nil
}

func (d *definition) build(stated *apiextensionsv1.CustomResourceDefinitionVersion) (*servedVersion, error) {
	spec := &d.parsed.Spec
	built := &servedVersion{preserve: spec.PreserveUnknownFields, deprecation: deprecationOf(spec, stated)}
	var properties *apiextensions.JSONSchemaProps
	if stated.Schema != nil {
		validation := &apiextensions.CustomResourceValidation{}
		if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(stated.Schema, validation, nil); err != nil {
			return nil, err
		}
		properties = validation.OpenAPIV3Schema
		structural, err := structuralschema.NewStructural(properties)
		if err != nil {
			return nil, fmt.Errorf("the schema is not structural: %w", err)
		}
		built.structural = structural.DeepCopy()
		if err := structuraldefaulting.PruneDefaults(built.structural); err != nil {
			return nil, err
		}
	}
	validator, _, err := apiservervalidation.NewSchemaValidator(properties)
	if err != nil {
		return nil, err
	}
	status, scale, err := subresourcesOf(stated)
	if err != nil {
		return nil, err
	}
	gvk := schema.GroupVersionKind{Group: spec.Group, Version: stated.Name, Kind: spec.Names.Kind}
	built.resource = spec.Names.Plural
	built.strategy = customresource.NewStrategy(
		typer, spec.Scope == apiextensionsv1.NamespaceScoped, gvk, validator, nil, built.structural, status, scale, stated.SelectableFields,
	)
	// Only needed to build, and large.
	stated.Schema = nil
	return built, nil
}

func subresourcesOf(stated *apiextensionsv1.CustomResourceDefinitionVersion) (
	status *apiextensions.CustomResourceSubresourceStatus, scale *apiextensions.CustomResourceSubresourceScale, err error,
) {
	if stated.Subresources == nil {
		return nil, nil, nil
	}
	if stated.Subresources.Status != nil {
		status = &apiextensions.CustomResourceSubresourceStatus{}
	}
	if stated.Subresources.Scale != nil {
		scale = &apiextensions.CustomResourceSubresourceScale{}
		err = apiextensionsv1.Convert_v1_CustomResourceSubresourceScale_To_apiextensions_CustomResourceSubresourceScale(stated.Subresources.Scale, scale, nil)
	}
	return status, scale, err
}

func deprecationOf(spec *apiextensionsv1.CustomResourceDefinitionSpec, stated *apiextensionsv1.CustomResourceDefinitionVersion) string {
	switch {
	case !stated.Deprecated:
		return ""
	case stated.DeprecationWarning != nil:
		return *stated.DeprecationWarning
	}
	return fmt.Sprintf("%s/%s %s is deprecated", spec.Group, stated.Name, spec.Names.Kind)
}
