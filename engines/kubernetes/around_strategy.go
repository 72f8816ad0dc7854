package main

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	serviceapi "k8s.io/kubernetes/pkg/api/service"
	"k8s.io/kubernetes/pkg/apis/core"
	psaapi "k8s.io/pod-security-admission/api"
)

// The port range that servers have unless --service-node-port-range says otherwise.
const firstNodePort, lastNodePort = 30000, 32767

// prepareService does what the storage of services does before validation, as far as it needs no cluster.
func prepareService(object runtime.Object) (found []Finding) {
	service, ok := object.(*core.Service)
	if !ok {
		return nil
	}
	spec := &service.Spec
	if spec.ClusterIP != "" && len(spec.ClusterIPs) == 0 {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	if spec.Type == core.ServiceTypeNodePort || spec.Type == core.ServiceTypeLoadBalancer {
		for index, port := range spec.Ports {
			if port.NodePort != 0 && (port.NodePort < firstNodePort || port.NodePort > lastNodePort) {
				found = append(found, Finding{
					Field: fmt.Sprintf("spec.ports[%d].nodePort", index),
					Type:  "FieldValueInvalid",
					Message: fmt.Sprintf("Invalid value: %d: provided port is not in the valid range. The range of valid ports is %d-%d",
						port.NodePort, firstNodePort, lastNodePort),
				})
			}
		}
	}
	// The port of the health check is allocated before validation.
	if serviceapi.NeedsHealthCheck(service) && spec.HealthCheckNodePort == 0 {
		spec.HealthCheckNodePort = lastNodePort
	}
	return found
}

// checkPodSecurityLabels is the part of the PodSecurity admission plug-in that needs no pods; it is on in every server.
func checkPodSecurityLabels(object runtime.Object) (found []Finding) {
	namespace, ok := object.(*core.Namespace)
	if !ok {
		return nil
	}
	everything := psaapi.LevelVersion{Level: psaapi.LevelPrivileged, Version: psaapi.LatestVersion()}
	_, wrong := psaapi.PolicyToEvaluate(namespace.Labels, psaapi.Policy{Enforce: everything})
	for _, one := range wrong {
		found = append(found, Finding{Field: one.Field, Type: string(one.Type), Message: one.ErrorBody()})
	}
	return found
}
