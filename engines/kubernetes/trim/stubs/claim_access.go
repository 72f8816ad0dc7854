package resource

import (
	"context"

	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/resource"
)

// AuthorizedForAdmin asks for a label of the namespace in the cluster, which is not known here.
func AuthorizedForAdmin(context.Context, []resource.DeviceRequest, string, any) field.ErrorList {
	return nil
}
