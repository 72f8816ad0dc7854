// Package engine joins Helm's package of this name when the engine is built: parse trees of a chart depend on nothing
// but its files, so a text is parsed once, not at each render.
package engine

import (
	"text/template"
	"text/template/parse"
)

type parseKey struct{ name, text string }

// keptText is how much text the trees may stand for before all are let go: `tpl` makes new texts with every value.
const keptText = 8 << 20

var (
	keptTrees  = map[parseKey]map[string]*parse.Tree{}
	keptLength int
	// functionNames are those of every template set that this package makes, and those of text/template itself.
	functionNames = func() map[string]any {
		names := map[string]any{}
		for name := range funcMap() {
			names[name] = true
		}
		for _, name := range []string{
			"and", "call", "html", "index", "slice", "js", "len", "not", "or", "print", "printf", "println", "urlquery",
			"eq", "ge", "gt", "le", "lt", "ne",
		} {
			names[name] = true
		}
		return names
	}()
)

// functions holds what every template set starts with. What is bound to one set (include, tpl, fail …) joins it later.
var functions = template.New("gotpl").Funcs(funcMap())

// newTemplateSet is template.New("gotpl") with those functions: a copy costs less than adding each anew.
func newTemplateSet() *template.Template {
	set, err := functions.Clone()
	if err != nil {
		panic(err)
	}
	return set
}

// parseOnce is t.Parse(text).
func parseOnce(t *template.Template, text string) error {
	key := parseKey{t.Name(), text}
	trees, known := keptTrees[key]
	if !known {
		var err error
		if trees, err = parse.Parse(t.Name(), text, "", "", functionNames); err != nil {
			// For its words.
			_, err = t.Parse(text)
			return err
		}
		if keptLength += len(text); keptLength > keptText {
			clear(keptTrees)
			keptLength = len(text)
		}
		keptTrees[key] = trees
	}
	for name, tree := range trees {
		if _, err := t.AddParseTree(name, tree); err != nil {
			return err
		}
	}
	return nil
}
