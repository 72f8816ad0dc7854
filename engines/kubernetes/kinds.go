package main

import (
	"slices"
	_ "time/tzdata" // For the time zone of a CronJob.

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	jsonserializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/certificates/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/events/install"
	_ "k8s.io/kubernetes/pkg/apis/flowcontrol/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/resource/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/apps/controllerrevision"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/certificates/certificates"
	"k8s.io/kubernetes/pkg/registry/coordination/lease"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/endpoint"
	"k8s.io/kubernetes/pkg/registry/core/event"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/podtemplate"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/flowschema"
	"k8s.io/kubernetes/pkg/registry/flowcontrol/prioritylevelconfiguration"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/ipaddress"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/networking/servicecidr"
	"k8s.io/kubernetes/pkg/registry/node/runtimeclass"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/resource/deviceclass"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaim"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaimtemplate"
	"k8s.io/kubernetes/pkg/registry/resource/resourceslice"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/csinode"
	"k8s.io/kubernetes/pkg/registry/storage/csistoragecapacity"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattachment"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattributesclass"
)

// builtIn are the kinds that the server itself serves, by group, version and kind.
var builtIn = map[schema.GroupVersionKind]*kind{}

// serve adds a kind; versions are those that servers serve by default.
func serve(group, name, resource string, strategy rest.RESTCreateStrategy, versions ...string) *kind {
	k := &kind{resource: resource, strategy: strategy}
	for _, version := range versions {
		builtIn[schema.GroupVersionKind{Group: group, Version: version, Kind: name}] = k
	}
	return k
}

func init() {
	// As every server of kubeadm, EKS or GKE runs; without it each privileged container is refused.
	capabilities.Setup(true, 0)
	serve("apps", "ControllerRevision", "controllerrevisions", controllerrevision.Strategy, "v1")
	serve("apps", "DaemonSet", "daemonsets", daemonset.Strategy, "v1")
	serve("apps", "Deployment", "deployments", deployment.Strategy, "v1")
	serve("apps", "ReplicaSet", "replicasets", replicaset.Strategy, "v1")
	serve("apps", "StatefulSet", "statefulsets", statefulset.Strategy, "v1")
	serve("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", horizontalpodautoscaler.Strategy, "v1", "v2")
	serve("batch", "CronJob", "cronjobs", cronjob.Strategy, "v1")
	serve("batch", "Job", "jobs", job.Strategy, "v1")
	serve("certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests", certificates.Strategy, "v1")
	serve("coordination.k8s.io", "Lease", "leases", lease.Strategy, "v1")
	serve("", "ConfigMap", "configmaps", configmap.Strategy, "v1")
	serve("", "Endpoints", "endpoints", endpoint.Strategy, "v1")
	serve("", "Event", "events", event.Strategy, "v1")
	serve("events.k8s.io", "Event", "events", event.Strategy, "v1")
	serve("", "LimitRange", "limitranges", limitrange.Strategy, "v1")
	serve("", "Namespace", "namespaces", namespace.Strategy, "v1").after = checkPodSecurityLabels
	serve("", "Node", "nodes", node.Strategy, "v1")
	serve("", "PersistentVolume", "persistentvolumes", persistentvolume.Strategy, "v1")
	serve("", "PersistentVolumeClaim", "persistentvolumeclaims", persistentvolumeclaim.Strategy, "v1")
	serve("", "Pod", "pods", pod.Strategy, "v1")
	serve("", "PodTemplate", "podtemplates", podtemplate.Strategy, "v1")
	serve("", "ReplicationController", "replicationcontrollers", replicationcontroller.Strategy, "v1")
	serve("", "ResourceQuota", "resourcequotas", resourcequota.Strategy, "v1")
	serve("", "Secret", "secrets", secret.Strategy, "v1")
	serve("", "Service", "services", service.Strategy, "v1").before = prepareService
	serve("", "ServiceAccount", "serviceaccounts", serviceaccount.Strategy, "v1")
	serve("discovery.k8s.io", "EndpointSlice", "endpointslices", endpointslice.Strategy, "v1")
	serve("flowcontrol.apiserver.k8s.io", "FlowSchema", "flowschemas", flowschema.Strategy, "v1")
	serve("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", "prioritylevelconfigurations", prioritylevelconfiguration.Strategy, "v1")
	serve("networking.k8s.io", "Ingress", "ingresses", ingress.Strategy, "v1")
	serve("networking.k8s.io", "IngressClass", "ingressclasses", ingressclass.Strategy, "v1")
	serve("networking.k8s.io", "IPAddress", "ipaddresses", ipaddress.Strategy, "v1")
	serve("networking.k8s.io", "ServiceCIDR", "servicecidrs", servicecidr.Strategy, "v1")
	serve("networking.k8s.io", "NetworkPolicy", "networkpolicies", networkpolicy.Strategy, "v1")
	serve("node.k8s.io", "RuntimeClass", "runtimeclasses", runtimeclass.Strategy, "v1")
	serve("policy", "PodDisruptionBudget", "poddisruptionbudgets", poddisruptionbudget.Strategy, "v1")
	serve("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", clusterrole.Strategy, "v1")
	serve("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings", clusterrolebinding.Strategy, "v1")
	serve("rbac.authorization.k8s.io", "Role", "roles", role.Strategy, "v1")
	serve("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", rolebinding.Strategy, "v1")
	serve("resource.k8s.io", "DeviceClass", "deviceclasses", deviceclass.Strategy, "v1")
	serve("resource.k8s.io", "ResourceClaim", "resourceclaims", resourceclaim.NewStrategy(nil, nil), "v1")
	serve("resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates", resourceclaimtemplate.NewStrategy(nil), "v1")
	serve("resource.k8s.io", "ResourceSlice", "resourceslices", resourceslice.Strategy, "v1")
	serve("scheduling.k8s.io", "PriorityClass", "priorityclasses", priorityclass.Strategy, "v1")
	serve("storage.k8s.io", "CSIDriver", "csidrivers", csidriver.Strategy, "v1")
	serve("storage.k8s.io", "CSINode", "csinodes", csinode.Strategy, "v1")
	serve("storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities", csistoragecapacity.Strategy, "v1")
	serve("storage.k8s.io", "StorageClass", "storageclasses", storageclass.Strategy, "v1")
	serve("storage.k8s.io", "VolumeAttachment", "volumeattachments", volumeattachment.Strategy, "v1")
	serve("storage.k8s.io", "VolumeAttributesClass", "volumeattributesclasses", volumeattributesclass.Strategy, "v1")
}

func builtInKinds() []string {
	var names []string
	for gvk := range builtIn {
		names = append(names, gvk.GroupVersion().String()+" "+gvk.Kind)
	}
	slices.Sort(names)
	return names
}

var strictJSON = jsonserializer.NewSerializerWithOptions(
	jsonserializer.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme, jsonserializer.SerializerOptions{Strict: true},
)

func judgeBuiltIn(gvk schema.GroupVersionKind, body []byte) ([]Finding, bool) {
	k := builtIn[gvk]
	if k == nil {
		return nil, false
	}
	if k.decoder == nil {
		k.decoder = legacyscheme.Codecs.DecoderToVersion(strictJSON, schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal})
	}
	object, _, err := k.decoder.Decode(body, &gvk, nil)
	if err == nil {
		return k.create(gvk, object), true
	}
	found := fromDecoding(err)
	if _, isStrict := runtime.AsStrictDecodingError(err); isStrict && object != nil {
		found = append(found, later(k.create(gvk, object))...)
	}
	return found, true
}
