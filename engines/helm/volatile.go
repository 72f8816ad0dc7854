package main

import (
	"bytes"
	"regexp"
	"slices"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// Functions whose result is another one next time: random numbers, keys, Go's map order, the time of day.
var (
	comment  = regexp.MustCompile(`^-?\s*/\*`)
	volatile = regexp.MustCompile(`(?:^|[\s({|=,-])(?:rand[A-Z]\w*|shuffle|keys|values|gen[A-Z]\w*|uuidv4|bcrypt|htpasswd|encryptAES|now|ago)(?:[\s)|}]|$)`)
)

// volatileParts are in every name that the expression finds; looking for them first is far cheaper.
var volatileParts = [][]byte{
	[]byte("rand"), []byte("shuffle"), []byte("keys"), []byte("values"), []byte("gen"), []byte("uuidv4"), []byte("bcrypt"),
	[]byte("htpasswd"), []byte("encryptAES"), []byte("now"), []byte("ago"),
}

// isVolatileText tells whether a template text may call one of them. A word inside a string counts too:
// the price of a false alarm is time.
func isVolatileText(text []byte) bool {
	if !hasVolatilePart(text) {
		return false
	}
	for {
		_, rest, found := bytes.Cut(text, []byte("{{"))
		if !found {
			return false
		}
		action, after, closed := bytes.Cut(rest, []byte("}}"))
		if !closed {
			return false
		}
		if hasVolatilePart(action) && !comment.Match(action) && volatile.Match(action) {
			return true
		}
		text = after
	}
}

func hasVolatilePart(text []byte) bool {
	return slices.ContainsFunc(volatileParts, func(part []byte) bool { return bytes.Contains(text, part) })
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
