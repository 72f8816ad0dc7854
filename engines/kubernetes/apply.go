package main

import (
	"bytes"
	"slices"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	structuraldefaulting "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/kube-openapi/pkg/schemaconv"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// builtInTypes are the built-in kinds as server-side apply reads them.
var builtInTypes = applyconfigurations.Parser()

// checkApply says what server-side apply has against an object: before anything is created it makes a typed value of it, in
// which the entries of a map-like list must have different keys. What creation has found is given.
func checkApply(gvk schema.GroupVersionKind, body []byte, created []Finding) []Finding {
	object := map[string]any{}
	if err := utiljson.Unmarshal(body, &object); err != nil {
		// Creation has said so.
		return nil
	}
	content := unstructured.Unstructured{Object: object}
	if content.GetManagedFields() != nil {
		return refuse("metadata.managedFields", "metadata.managedFields must be nil")
	}
	if content.GetName() == "" {
		// Without a name nothing is applied: Argo CD gives hooks one.
		return nil
	}
	reader, err := readerOf(gvk)
	if err != nil || reader == nil {
		return nil
	}
	value, err := reader.FromUnstructured(object)
	if err != nil {
		text := strings.TrimSpace(strings.TrimPrefix(err.Error(), "errors:\n"))
		return refuse(fieldOf(text), text)
	}
	if builtIn[gvk] == nil {
		return checkNulls(gvk, body, reader, value)
	}
	if slices.ContainsFunc(created, func(one Finding) bool { return one.Type == typeDecode }) {
		return checkConversion(gvk, object)
	}
	return nil
}

// checkConversion reads a built-in object as apply does: not from its text, but from the merged value, number by number.
func checkConversion(gvk schema.GroupVersionKind, content map[string]any) []Finding {
	object, err := legacyscheme.Scheme.New(gvk)
	if err != nil {
		// A kind of another server, whose strict decoder has said the same.
		return nil
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(content, object); err != nil {
		return refuse("", err.Error())
	}
	return nil
}

func refuse(field, message string) []Finding {
	return []Finding{{Field: field, Type: "Apply", Message: message, Apply: true}}
}

// checkNulls creates a custom resource as apply does: out of what was merged, in which a null stays that decoding would drop.
func checkNulls(gvk schema.GroupVersionKind, body []byte, reader *typed.ParseableType, value *typed.TypedValue) []Finding {
	defined := definitions[gvk.GroupKind()]
	if defined == nil || !bytes.Contains(body, []byte("null")) {
		return nil
	}
	v, err := defined.version(gvk.Version)
	if err != nil || v == nil {
		return nil
	}
	nothing, err := reader.FromUnstructured(map[string]any{"apiVersion": gvk.GroupVersion().String(), "kind": gvk.Kind})
	if err != nil {
		return nil
	}
	merged, err := nothing.Merge(value)
	if err != nil {
		return nil
	}
	content, ok := merged.AsValue().Unstructured().(map[string]any)
	if !ok {
		return nil
	}
	object := &unstructured.Unstructured{Object: runtime.DeepCopyJSON(content)}
	structuraldefaulting.Default(object.Object, v.structural)
	var found []Finding
	for _, one := range v.create(gvk, object) {
		if one.Type != typeWarning && strings.Contains(one.Message, "null") {
			one.Apply = true
			found = append(found, one)
		}
	}
	return found
}

// fieldOf is the path in front of a typed value's complaint: `.spec.ports[name="a"].x: duplicate entries …`.
func fieldOf(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	path, _, ok := strings.Cut(strings.TrimSpace(first), ": ")
	if !ok || !strings.HasPrefix(path, ".") {
		return ""
	}
	return path[1:]
}

// readerOf returns nil for a kind of which nothing is known.
func readerOf(gvk schema.GroupVersionKind) (*typed.ParseableType, error) {
	if goType, ok := extensionTypes[gvk]; ok {
		return known(extensionParser.Type(nameOf(goType))), nil
	}
	if builtIn[gvk] != nil {
		name, err := legacyscheme.Scheme.ToOpenAPIDefinitionName(gvk)
		if err != nil {
			return nil, err
		}
		return known(builtInTypes.Type(name)), nil
	}
	defined := definitions[gvk.GroupKind()]
	if defined == nil {
		return nil, nil
	}
	v, err := defined.version(gvk.Version)
	if err != nil || v == nil {
		return nil, err
	}
	if v.applied == nil {
		if v.applied, err = appliedType(v.structural); err != nil {
			return nil, err
		}
	}
	return v.applied, nil
}

func known(reader typed.ParseableType) *typed.ParseableType {
	if !reader.IsValid() {
		return nil
	}
	return &reader
}

// appliedType is a custom kind with the metadata of all kinds, as the server's own document of types has it.
func appliedType(structural *structuralschema.Structural) (*typed.ParseableType, error) {
	const name = "custom"
	model := &spec.Schema{SchemaProps: spec.SchemaProps{Type: []string{"object"}}}
	if structural != nil {
		model = structural.ToKubeOpenAPI()
	}
	embedMetadata(model)
	setIdentity(model)
	types, err := schemaconv.ToSchemaFromOpenAPI(map[string]*spec.Schema{name: model}, false)
	if err != nil {
		return nil, err
	}
	// The parser looks names up in one list.
	all := slices.Concat(types.Types, builtInTypes.Schema.Types)
	parser := typed.Parser{Schema: smdschema.Schema{Types: all}}
	return known(parser.Type(name)), nil
}

func setIdentity(model *spec.Schema) {
	text := spec.Schema{SchemaProps: spec.SchemaProps{Type: []string{"string"}}}
	model.SetProperty("apiVersion", text)
	model.SetProperty("kind", text)
	model.SetProperty("metadata", *spec.RefSchema("#/definitions/" + objectMeta))
}

// embedMetadata gives embedded objects, such as templates of pods, their own identity.
func embedMetadata(model *spec.Schema) {
	if isEmbedded, _ := model.Extensions.GetBool("x-kubernetes-embedded-resource"); isEmbedded {
		setIdentity(model)
	}
	for name, property := range model.Properties {
		if name == "metadata" && property.Ref.String() != "" {
			continue
		}
		embedMetadata(&property)
		model.Properties[name] = property
	}
	if model.Items != nil && model.Items.Schema != nil {
		embedMetadata(model.Items.Schema)
	}
	if model.AdditionalProperties != nil && model.AdditionalProperties.Schema != nil {
		embedMetadata(model.AdditionalProperties.Schema)
	}
}
