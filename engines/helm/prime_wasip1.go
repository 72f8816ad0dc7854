//go:build wasip1

package main

import (
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/engine"
)

// prime does at once what renders of a chart would do when they first need it. The memory can then be copied, and every
// render starts from the copy.
func prime(key string) (*response, error) {
	c, err := openChart(key)
	if err != nil {
		return nil, err
	}
	engine.ParseChart(c)
	util.CompileSchemas(c)
	for _, crd := range c.CRDObjects() {
		splitCRD(crd.Filename, string(crd.File.Data))
	}
	settle()
	logged.Reset()
	return &response{}, nil
}
