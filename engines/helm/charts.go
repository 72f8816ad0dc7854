package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
	"sigs.k8s.io/yaml"
)

// folderFile is one file of a chart that is a folder: bytes (base64) or text.
type folderFile struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
	Text string `json:"text"`
}

type chartInfo struct {
	Name       string `json:"name"`
	Version    string `json:"version"`
	AppVersion string `json:"appVersion"`
	// Volatile charts must be rendered by an instance that has done nothing else.
	Volatile bool `json:"volatile"`
}

// loadedChart is a chart as it came out of the loader. Renders change what they are given, so they get copies.
type loadedChart struct {
	chart *chart.Chart
	// What the loader logged: part of every render's warnings.
	warnings string
}

var charts = map[string]loadedChart{}

func loadArchive(key string, blob []byte) (*response, error) {
	files, err := archive.LoadArchiveFiles(bytes.NewReader(blob))
	if err != nil {
		return nil, err
	}
	return keep(key, files)
}

// loadFolder takes what Helm's directory loader would take: .helmignore applied, names in walking order.
func loadFolder(key string, given []folderFile) (*response, error) {
	rules := ignore.Empty()
	for _, file := range given {
		if file.Name == ignore.HelmIgnore {
			parsed, err := ignore.Parse(bytes.NewReader(file.bytes()))
			if err != nil {
				return nil, err
			}
			rules = parsed
		}
	}
	rules.AddDefaults()
	slices.SortFunc(given, func(a, b folderFile) int {
		return slices.Compare(strings.Split(a.Name, "/"), strings.Split(b.Name, "/"))
	})
	var files []*archive.BufferedFile
	ignoredFolders := map[string]bool{}
	for _, file := range given {
		if !fs.ValidPath(file.Name) {
			return nil, fmt.Errorf("chart contains illegally named file %q", file.Name)
		}
		if ignoredFolder(rules, ignoredFolders, path.Dir(file.Name)) || rules.Ignore(file.Name, entry{name: file.Name}) {
			continue
		}
		data := file.bytes()
		if int64(len(data)) > archive.MaxDecompressedFileSize {
			return nil, fmt.Errorf("chart file %q is larger than the maximum file size %d", path.Base(file.Name), archive.MaxDecompressedFileSize)
		}
		data = bytes.TrimPrefix(data, []byte{0xEF, 0xBB, 0xBF})
		files = append(files, &archive.BufferedFile{Name: file.Name, Data: data})
	}
	return keep(key, files)
}

func (f folderFile) bytes() []byte {
	if f.Data != nil {
		return f.Data
	}
	return []byte(f.Text)
}

func ignoredFolder(rules *ignore.Rules, known map[string]bool, folder string) bool {
	if folder == "." {
		return false
	}
	ignored, seen := known[folder]
	if !seen {
		ignored = ignoredFolder(rules, known, path.Dir(folder)) || rules.Ignore(folder, entry{name: folder, folder: true})
		known[folder] = ignored
	}
	return ignored
}

// keep loads the files and stores the chart under a key.
func keep(key string, files []*archive.BufferedFile) (*response, error) {
	delete(charts, key)
	if err := checkVersion(files); err != nil {
		return nil, err
	}
	c, err := loader.LoadFiles(files)
	if err != nil {
		return nil, err
	}
	sortDependencies(c)
	charts[key] = loadedChart{chart: c, warnings: logged.String()}
	return &response{Chart: &chartInfo{Name: c.Name(), Version: c.Metadata.Version, AppVersion: c.Metadata.AppVersion, Volatile: isVolatile(c)}}, nil
}

// openChart makes a copy of a loaded chart, for a render to change.
func openChart(key string) (*chart.Chart, error) {
	stored, found := charts[key]
	if !found {
		return nil, fmt.Errorf("chart %q is not loaded", key)
	}
	logged.WriteString(stored.warnings)
	return copyChart(stored.chart), nil
}

// copyChart copies what dependencies, conditions and imported values change; the bytes of files are shared.
func copyChart(c *chart.Chart) *chart.Chart {
	copied := *c
	if c.Metadata != nil {
		copied.Metadata = copyMetadata(c.Metadata)
	}
	copied.Values = copyTable(c.Values)
	dependencies := make([]*chart.Chart, len(c.Dependencies()))
	for i, dependency := range c.Dependencies() {
		dependencies[i] = copyChart(dependency)
	}
	copied.SetDependencies(dependencies...)
	return &copied
}

func copyMetadata(metadata *chart.Metadata) *chart.Metadata {
	copied := *metadata
	copied.Annotations = maps.Clone(metadata.Annotations)
	copied.Dependencies = slices.Clone(metadata.Dependencies)
	for i, dependency := range copied.Dependencies {
		if dependency != nil {
			own := *dependency
			own.ImportValues = copyList(dependency.ImportValues)
			copied.Dependencies[i] = &own
		}
	}
	return &copied
}

func copyTable(table map[string]any) map[string]any {
	if table == nil {
		return nil
	}
	copied := make(map[string]any, len(table))
	for key, value := range table {
		copied[key] = copyValue(value)
	}
	return copied
}

func copyList(list []any) []any {
	copied := slices.Clone(list)
	for i, value := range copied {
		copied[i] = copyValue(value)
	}
	return copied
}

func copyValue(value any) any {
	switch typed := value.(type) {
	case map[string]any:
		return copyTable(typed)
	case []any:
		return copyList(typed)
	}
	return value
}

// checkVersion refuses what Helm reads with another loader (v3), and then refuses to install, or does not know.
func checkVersion(files []*archive.BufferedFile) error {
	for _, file := range files {
		if file.Name != "Chart.yaml" {
			continue
		}
		var head struct {
			APIVersion string `json:"apiVersion"`
		}
		if err := yaml.Unmarshal(file.Data, &head); err != nil {
			return fmt.Errorf("cannot load Chart.yaml: %w", err)
		}
		switch head.APIVersion {
		case "", chart.APIVersionV1, chart.APIVersionV2:
			return nil
		case "v3":
			return errors.New("invalid chart apiVersion")
		}
		return errors.New("unsupported chart version")
	}
	return errors.New("Chart.yaml file is missing")
}

// sortDependencies undoes the map order in which the loader met the subcharts.
func sortDependencies(c *chart.Chart) {
	dependencies := slices.Clone(c.Dependencies())
	slices.SortStableFunc(dependencies, func(a, b *chart.Chart) int {
		return strings.Compare(a.Name()+"\x00"+a.Metadata.Version, b.Name()+"\x00"+b.Metadata.Version)
	})
	c.SetDependencies(dependencies...)
	for _, dependency := range dependencies {
		sortDependencies(dependency)
	}
}

// entry answers what the ignore rules ask about a file or a folder.
type entry struct {
	name   string
	folder bool
}

func (e entry) Name() string { return path.Base(e.name) }
func (e entry) Size() int64  { return 0 }
func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.folder }
func (e entry) Sys() any           { return nil }
