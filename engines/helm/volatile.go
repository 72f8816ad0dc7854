package main

import (
	"regexp"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// Functions whose result depends on what the process did before: random numbers, keys, Go's map order.
var (
	action   = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	comment  = regexp.MustCompile(`(?s)^\{\{-?\s*/\*`)
	volatile = regexp.MustCompile(`(?:^|[\s({|=,-])(?:rand[A-Z]\w*|shuffle|keys|values|gen[A-Z]\w*|uuidv4|bcrypt|htpasswd|encryptAES)(?:[\s)|}]|$)`)
)

// isVolatileText tells whether a template text may call one of them. A word inside a string counts too:
// the price of a false alarm is time.
func isVolatileText(text []byte) bool {
	for _, found := range action.FindAll(text, -1) {
		if !comment.Match(found) && volatile.Match(found) {
			return true
		}
	}
	return false
}

// isVolatile looks at everything that `include` or `tpl` could run: templates, values and files, of subcharts too.
func isVolatile(c *chart.Chart) bool {
	for _, file := range c.Raw {
		if isVolatileText(file.Data) {
			return true
		}
	}
	for _, dependency := range c.Dependencies() {
		if isVolatile(dependency) {
			return true
		}
	}
	return false
}
