package main

import (
	"path"
	"strings"
	syntax "text/template/parse"

	"sigs.k8s.io/yaml"
)

// runTemplates follows what Helm would run for a chart: its files, and texts in values and files that may meet tpl.
func (u *usageAnalysis) runTemplates(s *chartScope) {
	top := &abstract{scopes: []*chartScope{s}}
	usesFiles, usesTpl := false, false
	for _, file := range s.chart.Templates {
		content := string(file.Data)
		usesFiles = usesFiles || strings.Contains(content, ".Files")
		usesTpl = usesTpl || strings.Contains(content, "tpl")
		if strings.HasPrefix(path.Base(file.Name), "_") || s.chart.Metadata.Type == "library" {
			continue
		}
		u.consume(u.include(text(path.Join(s.chart.ChartFullPath(), file.Name)), top, 0))
	}
	if usesFiles && usesTpl {
		for _, file := range s.chart.Files {
			if extension := path.Ext(file.Name); extension != ".md" && extension != ".txt" {
				u.runText(string(file.Data), top)
			}
		}
	}
	for _, file := range s.chart.Raw {
		if file.Name == "values.yaml" {
			var values any
			if yaml.Unmarshal(file.Data, &values) == nil {
				u.runTexts(values, top)
			}
		}
	}
}

// runTexts follows texts in default values: some template gives them to tpl.
func (u *usageAnalysis) runTexts(value any, top *abstract) {
	switch value := value.(type) {
	case string:
		u.runText(value, top)
	case []any:
		for _, item := range value {
			u.runTexts(item, top)
		}
	case map[string]any:
		for _, member := range value {
			u.runTexts(member, top)
		}
	}
}

func (u *usageAnalysis) runText(content string, top *abstract) {
	if strings.Contains(content, "{{") {
		u.consume(u.runParsed(content, top, 0))
	}
}

func (u *usageAnalysis) runParsed(content string, argument *abstract, depth int) *abstract {
	body, found := u.texts[content]
	if !found {
		body = u.parse("text of values", content)
		u.texts[content] = body
	}
	if body == nil {
		return unknown()
	}
	return u.once(body, argument, depth)
}

// include follows each template that a name may mean.
func (u *usageAnalysis) include(name, argument *abstract, depth int) *abstract {
	var found []*abstract
	for _, wanted := range name.keys() {
		known := u.named(wanted)
		for _, body := range known {
			found = append(found, u.once(body, argument, depth))
		}
		// A name that no template has fails at render; a name that is not known might be any.
		if len(known) == 0 && strings.Contains(wanted, anything) {
			u.consume(argument)
		}
	}
	u.consumePlaces([]*abstract{name})
	if len(found) == 0 {
		return unknown()
	}
	return either(found...)
}

func (u *usageAnalysis) named(wanted string) []*syntax.ListNode {
	if !strings.Contains(wanted, anything) {
		return u.trees[wanted]
	}
	var found []*syntax.ListNode
	if wanted != anything {
		for _, name := range sortedKeys(u.trees) {
			if matches(wanted, name) {
				found = append(found, u.trees[name]...)
			}
		}
	}
	return found
}

// tpl follows texts that are known here; those of values are followed once for the chart.
func (u *usageAnalysis) tpl(content, argument *abstract, depth int) *abstract {
	var found []*abstract
	for _, t := range content.keys() {
		if strings.Contains(t, "{{") && !strings.Contains(t, anything) {
			found = append(found, u.runParsed(t, argument, depth))
		}
	}
	u.consumePlaces([]*abstract{content})
	found = append(found, unknown())
	return either(found...)
}

// templateCall is a template with the description of an argument.
type templateCall struct {
	body     *syntax.ListNode
	argument string
}

// once follows a template with an argument, or tells what came of it before.
func (u *usageAnalysis) once(body *syntax.ListNode, argument *abstract, depth int) *abstract {
	u.checkEffort()
	if depth > mostDepth {
		u.consume(argument)
		return unknown()
	}
	call := templateCall{body, describe(argument)}
	if result, found := u.known[call]; found {
		return result
	}
	// Met again inside itself it adds nothing.
	u.known[call] = unknown()
	result := u.call(body, argument, depth+1)
	if describe(argument) == call.argument {
		u.known[call] = result
	} else {
		// It changes its argument, so it has to be followed for each.
		delete(u.known, call)
	}
	return result
}
