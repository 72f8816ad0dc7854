package main

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

const notesFile = "NOTES.txt"

// render does what `helm template --include-crds` does, in the same order, so that the first error is the same too.
func render(r *request) (*response, error) {
	c, err := openChart(r.Chart)
	if err != nil {
		return nil, err
	}
	capabilities, err := capabilitiesFor(r)
	if err != nil {
		return nil, err
	}
	values, err := mergeValues(r.Values)
	if err != nil {
		return nil, err
	}
	if err := applySettings(values, r.Set); err != nil {
		return nil, err
	}
	if err := checkInstallable(c); err != nil {
		return nil, err
	}
	if err := chartutil.ValidateReleaseName(r.Name); err != nil {
		return nil, fmt.Errorf("release name check failed: release name %q: %w", r.Name, err)
	}
	if err := chartutil.ProcessDependencies(c, values); err != nil {
		return nil, fmt.Errorf("chart dependencies processing failed: %w", err)
	}
	top, err := util.ToRenderValuesWithSchemaValidation(c, values, common.ReleaseOptions{
		Name: r.Name, Namespace: r.Namespace, Revision: 1, IsInstall: !r.IsUpgrade, IsUpgrade: r.IsUpgrade,
	}, capabilities, r.SkipSchema)
	if err != nil {
		return nil, err
	}
	if wanted := c.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return nil, fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", wanted, capabilities.KubeVersion.Version)
	}
	var templates engine.Engine
	files, err := templates.Render(c, top)
	if err != nil {
		return nil, err
	}
	answer := &response{Documents: []document{}}
	for name, content := range files {
		if strings.HasSuffix(name, notesFile) {
			if name == path.Join(c.Name(), "templates", notesFile) {
				answer.Notes = content
			}
			delete(files, name)
		}
	}
	if !r.SkipCRDs {
		for _, crd := range c.CRDObjects() {
			answer.Documents = append(answer.Documents, splitCRD(crd.Filename, string(crd.File.Data))...)
		}
	}
	rendered, err := sortDocuments(files)
	for _, d := range rendered {
		if d.kind != kindTest || !r.SkipTests {
			answer.Documents = append(answer.Documents, d)
		}
	}
	for i := range answer.Documents {
		answer.Documents[i].omitText = r.OmitText
	}
	return answer, err
}

func capabilitiesFor(r *request) (*common.Capabilities, error) {
	capabilities := *common.DefaultCapabilities
	if r.KubeVersion != "" {
		version, err := common.ParseKubeVersion(r.KubeVersion)
		if err != nil {
			return nil, fmt.Errorf("invalid kube version '%s': %w", r.KubeVersion, err)
		}
		capabilities.KubeVersion = *version
	}
	capabilities.APIVersions = versionsOf(r.Versions)
	return &capabilities, nil
}

// keptVersions is how many lists of API versions are remembered before all are let go.
const keptVersions = 64

// knownVersions holds them by their text: hundreds of names, and the same for most releases of a cluster.
var knownVersions = map[string]common.VersionSet{}

func versionsOf(lines string) common.VersionSet {
	if known, found := knownVersions[lines]; found {
		return known
	}
	if len(knownVersions) >= keptVersions {
		clear(knownVersions)
	}
	versions := slices.Clone(common.DefaultCapabilities.APIVersions)
	if lines != "" {
		versions = append(versions, strings.Split(lines, "\n")...)
	}
	knownVersions[lines] = slices.Clip(versions)
	return knownVersions[lines]
}

func mergeValues(texts []string) (map[string]any, error) {
	merged := map[string]any{}
	for i, text := range texts {
		values, err := readValues(text)
		if err != nil {
			return nil, fmt.Errorf("failed to parse values[%d]: %w", i, err)
		}
		merged = loader.MergeMaps(merged, values)
	}
	return merged, nil
}

// keptValues is how much text of values is remembered before all is let go.
const keptValues = 4 << 20

// knownValues holds values by their text: releases share most of their files.
var (
	knownValues  = map[string]map[string]any{}
	valuesLength int
)

// readValues reads one text; the caller may change the result.
func readValues(text string) (map[string]any, error) {
	if known, found := knownValues[text]; found {
		return copyTable(known), nil
	}
	values, err := loader.LoadValues(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	if valuesLength += len(text); valuesLength > keptValues {
		clear(knownValues)
		valuesLength = len(text)
	}
	knownValues[text] = values
	return copyTable(values), nil
}

func checkInstallable(c *chart.Chart) error {
	if kind := c.Metadata.Type; kind != "" && kind != "application" {
		return fmt.Errorf("%s charts are not installable", kind)
	}
	var missing []string
	for _, wanted := range c.Metadata.Dependencies {
		if !slices.ContainsFunc(c.Dependencies(), func(d *chart.Chart) bool { return d.Name() == wanted.Name }) {
			missing = append(missing, wanted.Name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("an error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: %s", strings.Join(missing, ", "))
	}
	return nil
}

func info() (*response, error) {
	text, err := json.Marshal(common.DefaultCapabilities)
	return &response{Info: text}, err
}
