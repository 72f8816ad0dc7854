package main

import (
	"fmt"

	crdinstall "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	jsonserializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	aggregatorinstall "k8s.io/kube-aggregator/pkg/apis/apiregistration/install"
	"k8s.io/kube-aggregator/pkg/registry/apiservice"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicy"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingadmissionpolicybinding"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingwebhookconfiguration"
)

// Kinds that extend the server: their validation compiles CEL. Definitions and API services have servers of their own.
func init() {
	const group = "admissionregistration.k8s.io"
	serve(group, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", validatingadmissionpolicy.NewStrategy(nil, nil), "v1")
	serve(group, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", validatingadmissionpolicybinding.NewStrategy(nil, nil, unresolved{}), "v1")
	serve(group, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", mutatingadmissionpolicy.NewStrategy(nil, nil), "v1")
	serve(group, "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings", mutatingadmissionpolicybinding.NewStrategy(nil, nil, unresolved{}), "v1")
	serve(group, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", validatingwebhookconfiguration.Strategy, "v1")
	serve(group, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", mutatingwebhookconfiguration.Strategy, "v1")

	extensions, decoder := ownScheme(crdinstall.Install, "apiextensions.k8s.io")
	serve("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", customresourcedefinition.NewStrategy(extensions), "v1").decoder = decoder
	aggregated, decoder := ownScheme(aggregatorinstall.Install, "apiregistration.k8s.io")
	serve("apiregistration.k8s.io", "APIService", "apiservices", apiservice.NewStrategy(aggregated), "v1").decoder = decoder
}

// unresolved stands for the resources of a cluster; strategies want one, and with no one to authorize they do not ask it.
type unresolved struct{}

func (unresolved) Resolve(gvk schema.GroupVersionKind) (schema.GroupVersionResource, error) {
	return schema.GroupVersionResource{}, fmt.Errorf("%s is not known here", gvk)
}

func ownScheme(install func(*runtime.Scheme), group string) (*runtime.Scheme, runtime.Decoder) {
	scheme := runtime.NewScheme()
	install(scheme)
	strict := jsonserializer.NewSerializerWithOptions(jsonserializer.DefaultMetaFactory, scheme, scheme, jsonserializer.SerializerOptions{Strict: true})
	internal := schema.GroupVersion{Group: group, Version: runtime.APIVersionInternal}
	return scheme, serializer.NewCodecFactory(scheme).DecoderToVersion(strict, internal)
}
