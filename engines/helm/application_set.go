package main

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// renderedText is one text of an ApplicationSet, or what text/template has against it.
type renderedText struct {
	text, err string
}

var applicationSetTemplate = sprigForApplicationSets()

// sprigForApplicationSets has the functions of Argo CD's ApplicationSet controller: sprig without what reaches out of
// the process, and a few of its own.
func sprigForApplicationSets() *template.Template {
	functions := sprig.TxtFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} {
		delete(functions, name)
	}
	functions["normalize"] = normalize
	functions["slugify"] = slugify
	functions["toYaml"] = func(value any) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	functions["fromYaml"] = func(text string) (map[string]any, error) {
		value := map[string]any{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	functions["fromYamlArray"] = func(text string) ([]any, error) {
		value := []any{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	return template.New("base").Funcs(functions)
}

// renderTexts renders each text with the same parameters; an error belongs to its text alone.
func renderTexts(r *request) []renderedText {
	rendered := make([]renderedText, len(r.Texts))
	for i, text := range r.Texts {
		out, err := renderText(text, r.Params, r.Options)
		if err != nil {
			rendered[i].err = err.Error()
			continue
		}
		rendered[i].text = out
	}
	return rendered
}

func renderText(text string, parameters map[string]any, options []string) (out string, err error) {
	// An option that text/template does not know panics.
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	t, err := applicationSetTemplate.Clone()
	if err != nil {
		return "", fmt.Errorf("failed to clone base template: %w", err)
	}
	if t, err = t.Option(options...).Parse(text); err != nil {
		return "", fmt.Errorf("failed to parse template %s: %w", text, err)
	}
	var written strings.Builder
	if err := t.Execute(&written, parameters); err != nil {
		return "", fmt.Errorf("failed to execute go template %s: %w", text, err)
	}
	return written.String(), nil
}

const longestName = 253

var (
	notInName  = regexp.MustCompile(`[^-a-z0-9.]`)
	notInSlug  = regexp.MustCompile(`[^a-z0-9_-]`)
	manyDashes = regexp.MustCompile(`-+`)
)

// normalize makes a DNS subdomain of a text.
func normalize(text string) string {
	text = notInName.ReplaceAllString(strings.ToLower(text), "-")
	return strings.Trim(text[:min(len(text), longestName)], "-.")
}

// slugify takes a greatest length (50), whether to cut between words (true), and the text, which always comes last.
// What it cuts is normalized, so plain ASCII: of the library behind Argo CD's function no more than this can be seen.
func slugify(arguments ...any) string {
	length, betweenWords, text := 50, true, ""
	for i, argument := range arguments {
		switch i {
		case len(arguments) - 1:
			text = argument.(string)
		case 0:
			length = argument.(int)
		case 1:
			betweenWords = argument.(bool)
		}
	}
	slug := normalize(text)
	if !betweenWords && len(slug) >= length {
		slug = slug[:length]
	}
	slug = manyDashes.ReplaceAllString(notInSlug.ReplaceAllString(slug, "-"), "-")
	slug = strings.Trim(slug, "-_")
	if !betweenWords || length <= 0 || len(slug) <= length {
		return slug
	}
	if end := strings.LastIndexByte(slug[:length+1], '-'); end >= 0 {
		return slug[:end]
	}
	return slug[:length]
}
