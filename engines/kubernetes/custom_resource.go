package main

import (
	"fmt"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	structuraldefaulting "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	schemaobjectmeta "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	structuralpruning "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	jsonserializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
)

type creator struct{}

func (creator) New(gvk schema.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(gvk)
	return object, nil
}

var (
	typer              = crdserverscheme.NewUnstructuredObjectTyper()
	strictUnstructured = jsonserializer.NewSerializerWithOptions(
		jsonserializer.DefaultMetaFactory, creator{}, typer, jsonserializer.SerializerOptions{Strict: true},
	)
)

func judgeCustom(gvk schema.GroupVersionKind, body []byte) ([]Finding, bool) {
	defined := definitions[gvk.GroupKind()]
	if defined == nil {
		return nil, false
	}
	v, err := defined.version(gvk.Version)
	if err != nil {
		return []Finding{{Type: "Definition", Message: err.Error()}}, true
	}
	if v == nil {
		return nil, false
	}
	object, found := v.decode(gvk, body)
	if object != nil {
		structuraldefaulting.Default(object.UnstructuredContent(), v.structural)
		created := v.create(gvk, object)
		if len(found) > 0 {
			created = later(created)
		}
		found = append(found, created...)
	}
	if v.deprecation != "" {
		found = append(found, Finding{Type: typeWarning, Message: v.deprecation})
	}
	return found, true
}

// decode reads an object strictly; nil where nothing can be made of it.
func (v *servedVersion) decode(gvk schema.GroupVersionKind, body []byte) (*unstructured.Unstructured, []Finding) {
	var found []Finding
	decoded, _, err := strictUnstructured.Decode(body, &gvk, &unstructured.Unstructured{})
	if err != nil {
		if _, isStrict := runtime.AsStrictDecodingError(err); !isStrict || decoded == nil {
			return nil, fromDecoding(err)
		}
		found = fromDecoding(err)
	}
	object, isObject := decoded.(*unstructured.Unstructured)
	if !isObject {
		return nil, append(found, Finding{Type: typeDecode, Message: "not an object"})
	}
	unknown, err := v.coerce(object)
	if err != nil {
		return nil, append(found, fromDecoding(err)...)
	}
	for _, path := range unknown {
		found = append(found, Finding{Field: path, Type: typeStrict, Message: fmt.Sprintf("unknown field %q", path)})
	}
	return object, found
}

// coerce brings an object into the shape of its schema, as the server does between decoding and defaulting; it returns the
// fields that the schema does not know. The fields that no schema needs to state are kept aside meanwhile.
func (v *servedVersion) coerce(object *unstructured.Unstructured) (unknown []string, err error) {
	content := object.Object
	identity := map[string]any{}
	for _, field := range []string{"apiVersion", "kind"} {
		text, isThere, err := unstructured.NestedString(content, field)
		if err != nil {
			return nil, err
		}
		if isThere {
			identity[field] = text
		}
	}
	metadata, hasMetadata, unknown, err := schemaobjectmeta.GetObjectMetaWithOptions(content, schemaobjectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	if !v.preserve {
		pruned := structuralpruning.PruneWithOptions(content, v.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
		unknown = append(unknown, pruned...)
		structuraldefaulting.PruneNonNullableNullsWithoutDefaults(content, v.structural)
	}
	wrong, embedded := schemaobjectmeta.CoerceWithOptions(nil, content, v.structural, false, schemaobjectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if wrong != nil {
		return nil, wrong
	}
	for field, text := range identity {
		content[field] = text
	}
	if hasMetadata {
		if err := schemaobjectmeta.SetObjectMeta(content, metadata); err != nil {
			return nil, err
		}
	}
	return append(unknown, embedded...), nil
}
