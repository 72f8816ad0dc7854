package main

import (
	"reflect"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// Names of types that the client's schema has for everybody.
const (
	objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
	anything   = "__untyped_atomic_"
)

// The kinds of the two servers beside the main one, of which client-go's schema knows nothing: read off their Go types.
var extensionTypes = map[schema.GroupVersionKind]reflect.Type{
	apiextensionsv1.SchemeGroupVersion.WithKind("CustomResourceDefinition"): reflect.TypeFor[apiextensionsv1.CustomResourceDefinition](),
	apiregistrationv1.SchemeGroupVersion.WithKind("APIService"):             reflect.TypeFor[apiregistrationv1.APIService](),
}

// Lists of those kinds whose entries have keys (+listMapKey); every other list of theirs is replaced as a whole.
var extensionKeys = map[string]string{
	"conditions":               "type",
	"x-kubernetes-validations": "rule",
}

// Types that are written as any JSON.
var freeTypes = []reflect.Type{
	reflect.TypeFor[apiextensionsv1.JSON](),
	reflect.TypeFor[apiextensionsv1.JSONSchemaPropsOrArray](),
	reflect.TypeFor[apiextensionsv1.JSONSchemaPropsOrBool](),
	reflect.TypeFor[apiextensionsv1.JSONSchemaPropsOrStringArray](),
	reflect.TypeFor[metav1.Time](),
}

var extensionParser = readExtensionTypes()

func readExtensionTypes() *typed.Parser {
	reader := &typeReader{known: map[reflect.Type]bool{}}
	for _, goType := range extensionTypes {
		reader.refer(goType)
	}
	return &typed.Parser{Schema: smdschema.Schema{Types: slices.Concat(reader.types, builtInTypes.Schema.Types)}}
}

type typeReader struct {
	known map[reflect.Type]bool
	types []smdschema.TypeDef
}

// refer returns the reference to a type, and defines it where that is new.
func (r *typeReader) refer(goType reflect.Type) smdschema.TypeRef {
	for goType.Kind() == reflect.Pointer {
		goType = goType.Elem()
	}
	named := func(name string) smdschema.TypeRef { return smdschema.TypeRef{NamedType: &name} }
	scalar := func(kind smdschema.Scalar) smdschema.TypeRef {
		return smdschema.TypeRef{Inlined: smdschema.Atom{Scalar: &kind}}
	}
	switch {
	case goType == reflect.TypeFor[metav1.ObjectMeta]():
		return named(objectMeta)
	case slices.Contains(freeTypes, goType):
		return named(anything)
	}
	switch goType.Kind() {
	case reflect.Struct:
		if !r.known[goType] {
			r.known[goType] = true
			fields := r.fieldsOf(goType)
			r.types = append(r.types, smdschema.TypeDef{Name: nameOf(goType), Atom: smdschema.Atom{Map: &smdschema.Map{Fields: fields}}})
		}
		return named(nameOf(goType))
	case reflect.Map:
		return smdschema.TypeRef{Inlined: smdschema.Atom{Map: &smdschema.Map{ElementType: r.refer(goType.Elem())}}}
	case reflect.Slice:
		if goType.Elem().Kind() == reflect.Uint8 {
			return scalar(smdschema.String)
		}
		return smdschema.TypeRef{Inlined: smdschema.Atom{List: &smdschema.List{ElementType: r.refer(goType.Elem()), ElementRelationship: smdschema.Atomic}}}
	case reflect.Bool:
		return scalar(smdschema.Boolean)
	case reflect.String:
		return scalar(smdschema.String)
	default:
		return scalar(smdschema.Numeric)
	}
}

// nameOf tells apart types of two packages that call themselves alike, such as v1.ServiceReference.
func nameOf(goType reflect.Type) string {
	return goType.PkgPath() + "." + goType.Name()
}

func (r *typeReader) fieldsOf(goType reflect.Type) (fields []smdschema.StructField) {
	for field := range goType.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" {
			fields = append(fields, r.fieldsOf(field.Type)...)
			continue
		}
		reference := r.refer(field.Type)
		if key, ok := extensionKeys[name]; ok && reference.Inlined.List != nil {
			reference.Inlined.List.ElementRelationship = smdschema.Associative
			reference.Inlined.List.Keys = []string{key}
		}
		fields = append(fields, smdschema.StructField{Name: name, Type: reference})
	}
	return fields
}
