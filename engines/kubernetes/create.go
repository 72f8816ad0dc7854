package main

import (
	"context"
	"errors"
	"regexp"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
)

// kind is how one built-in or custom kind is created.
type kind struct {
	resource string
	strategy rest.RESTCreateStrategy
	decoder  runtime.Decoder
	// What the store does before validation.
	before func(runtime.Object) []Finding
	// Validating admission that needs no cluster.
	after func(runtime.Object) []Finding
}

// create is what the create handler and the store do around a strategy.
func (k *kind) create(gvk schema.GroupVersionKind, object runtime.Object) []Finding {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return []Finding{{Type: typeDecode, Message: err.Error()}}
	}
	recorded := &recorder{}
	ctx := warning.WithWarningRecorder(k.context(gvk, accessor), recorded)
	rest.WipeObjectMetaSystemFields(accessor)
	rest.FillObjectMetaSystemFields(accessor)
	// The server writes them; on creation it ignores what it cannot read.
	accessor.SetManagedFields(nil)
	if accessor.GetGenerateName() != "" && accessor.GetName() == "" {
		accessor.SetName(k.strategy.GenerateName(accessor.GetGenerateName()))
	}
	if k.before != nil {
		if found := k.before(object); len(found) > 0 {
			return found
		}
	}
	if err := rest.BeforeCreate(k.strategy, ctx, object); err != nil {
		return append(fromStatus(err), recorded.found...)
	}
	if k.after != nil {
		return append(k.after(object), recorded.found...)
	}
	return recorded.found
}

func (k *kind) context(gvk schema.GroupVersionKind, accessor metav1.Object) context.Context {
	namespace := metav1.NamespaceNone
	switch {
	case k.strategy.NamespaceScoped():
		if namespace = accessor.GetNamespace(); namespace == "" {
			namespace = metav1.NamespaceDefault
		}
	case gvk.Kind == "Namespace" && gvk.Group == "":
		namespace = accessor.GetName()
	}
	ctx := genericapirequest.WithNamespace(context.Background(), namespace)
	return genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: gvk.Group, APIVersion: gvk.Version, Resource: k.resource, Namespace: namespace,
	})
}

// recorder collects the warnings that the server sends along with an answer.
type recorder struct{ found []Finding }

func (r *recorder) AddWarning(_, text string) {
	field, message, ok := strings.Cut(text, ": ")
	if !ok || strings.ContainsAny(field, " ") {
		field, message = "", text
	}
	r.found = append(r.found, Finding{Field: field, Type: typeWarning, Message: message})
}

func fromStatus(err error) []Finding {
	var status *apierrors.StatusError
	if !errors.As(err, &status) {
		return []Finding{{Type: "Error", Message: err.Error()}}
	}
	if details := status.ErrStatus.Details; details != nil && len(details.Causes) > 0 {
		var found []Finding
		for _, cause := range details.Causes {
			found = append(found, Finding{Field: cause.Field, Type: string(cause.Type), Message: cause.Message})
		}
		return found
	}
	return []Finding{{Type: string(status.ErrStatus.Reason), Message: status.ErrStatus.Message}}
}

var (
	quotedField = regexp.MustCompile(`^(?:unknown|duplicate) field "([^"]*)"`)
	goField     = regexp.MustCompile(`Go struct field [A-Za-z0-9_]+\.(\S+) of type`)
)

func fromDecoding(err error) []Finding {
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		var found []Finding
		for _, one := range strict.Errors() {
			finding := Finding{Type: typeStrict, Message: one.Error()}
			if match := quotedField.FindStringSubmatch(one.Error()); match != nil {
				finding.Field = match[1]
			}
			found = append(found, finding)
		}
		return found
	}
	finding := Finding{Type: typeDecode, Message: err.Error()}
	if match := goField.FindStringSubmatch(err.Error()); match != nil {
		finding.Field = match[1]
	}
	return []Finding{finding}
}
