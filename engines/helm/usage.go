package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	syntax "text/template/parse"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// usageAnalysis finds out, without rendering, which values the templates of a chart may read. It errs on the side of
// "read": what it does not understand makes everything below the value count as read.
type usageAnalysis struct {
	nodes int
	// Trees by name: several charts may define the same one, and each may be the one that counts.
	trees map[string][]*syntax.ListNode
	known map[templateCall]*abstract
	texts map[string]*syntax.ListNode
	all   []*chartScope
	root  *chartScope
}

// chartScope is a chart in its place: the same subchart under two aliases is two.
type chartScope struct {
	name   string
	place  []string
	chart  *chart.Chart
	values *valuesNode
	below  []*chartScope
	put    *abstract
}

type usageReport struct {
	Reads  *readNode     `json:"reads"`
	Charts []chartValues `json:"charts"`
}

// chartValues is what a chart documents about its values; the place is the path of its values in those of the top chart.
type chartValues struct {
	Name   string          `json:"name"`
	Place  []string        `json:"place"`
	Values string          `json:"values"`
	Schema json.RawMessage `json:"schema,omitempty"`
}

const (
	mostEffort = 800_000
	mostDepth  = 60
	mostPasses = 3
)

var errTooLong = errors.New("too many steps")

// checkEffort ends an analysis that would never end; then everything counts as read.
func (u *usageAnalysis) checkEffort() {
	effort++
	if effort > mostEffort {
		panic(errTooLong)
	}
}

func usage(r *request) (*response, error) {
	c, err := openChart(r.Chart)
	if err != nil {
		return nil, err
	}
	effort = 0
	u := &usageAnalysis{trees: map[string][]*syntax.ListNode{}, texts: map[string]*syntax.ListNode{}}
	u.root = u.scope(c, c.Name(), []string{}, nil)
	u.run()
	report := usageReport{Reads: u.root.values.export()}
	for _, s := range u.all {
		documented := chartValues{Name: s.chart.Name(), Place: s.place}
		for _, file := range s.chart.Raw {
			if file.Name == "values.yaml" {
				documented.Values = string(file.Data)
			}
		}
		if json.Valid(s.chart.Schema) {
			documented.Schema = s.chart.Schema
		}
		report.Charts = append(report.Charts, documented)
	}
	encoded, err := json.Marshal(report)
	return &response{Info: encoded}, err
}

func (u *usageAnalysis) run() {
	defer func() {
		if reason := recover(); reason == errTooLong {
			u.root.values.open = true
		} else if reason != nil {
			panic(reason)
		}
	}()
	for _, s := range u.all {
		u.parseTemplates(s)
	}
	// Again while there is more to see: a template may read what a later one sets.
	for before, pass := -1, 0; before != u.nodes && pass < mostPasses; pass++ {
		before = u.nodes
		u.known = map[templateCall]*abstract{}
		for _, s := range u.all {
			u.runTemplates(s)
		}
	}
}

// scope places a chart and its subcharts, as Chart.yaml names them.
func (u *usageAnalysis) scope(c *chart.Chart, name string, place []string, parent *chartScope) *chartScope {
	s := &chartScope{name: name, place: place, chart: c}
	if parent == nil {
		s.values = u.newNode(0)
	} else {
		s.values = u.child(parent.values, name)
		s.values.global = u.child(parent.values, "global")
		delete(s.values.below, "global")
	}
	s.values.chart = true
	u.all = append(u.all, s)
	placed := map[*chart.Chart]bool{}
	for _, wanted := range c.Metadata.Dependencies {
		if wanted == nil {
			continue
		}
		for condition := range strings.SplitSeq(wanted.Condition, ",") {
			if strings.TrimSpace(condition) != "" {
				u.path(s.values, condition)
			}
		}
		for _, tag := range wanted.Tags {
			u.child(u.child(u.rootValues(s), "tags"), tag)
		}
		at := wanted.Name
		if wanted.Alias != "" {
			at = wanted.Alias
		}
		u.importValues(s, at, wanted.ImportValues)
		found := false
		for _, dependency := range c.Dependencies() {
			if dependency.Name() == wanted.Name {
				placed[dependency], found = true, true
				s.below = append(s.below, u.scope(dependency, at, append(slices.Clone(place), at), s))
				break
			}
		}
		if !found {
			u.child(s.values, at).open = true
		}
	}
	for _, dependency := range c.Dependencies() {
		if !placed[dependency] {
			at := dependency.Name()
			s.below = append(s.below, u.scope(dependency, at, append(slices.Clone(place), at), s))
		}
	}
	return s
}

func (u *usageAnalysis) rootValues(s *chartScope) *valuesNode {
	if u.root != nil {
		return u.root.values
	}
	return u.all[0].values
}

// importValues: what a parent takes over from a subchart's values is read there.
func (u *usageAnalysis) importValues(s *chartScope, at string, imports []any) {
	for _, one := range imports {
		switch one := one.(type) {
		case string:
			u.path(s.values, at+".exports."+one).open = true
		case map[string]any:
			u.path(s.values, fmt.Sprintf("%s.%v", at, one["child"])).open = true
		}
	}
}

func (u *usageAnalysis) parseTemplates(s *chartScope) {
	for _, file := range s.chart.Templates {
		u.parse(path.Join(s.chart.ChartFullPath(), file.Name), string(file.Data))
	}
}

// parse adds the templates of a text; one that does not parse fails at render, with Helm's words.
func (u *usageAnalysis) parse(name, content string) *syntax.ListNode {
	tree := syntax.New(name)
	tree.Mode = syntax.SkipFuncCheck
	set := map[string]*syntax.Tree{}
	if _, err := tree.Parse(content, "", "", set); err != nil {
		return nil
	}
	for defined, found := range set {
		if found.Root != nil && !slices.Contains(u.trees[defined], found.Root) {
			u.trees[defined] = append(u.trees[defined], found.Root)
		}
	}
	return tree.Root
}
