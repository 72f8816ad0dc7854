package main

import (
	"slices"
	"strconv"
	"strings"
)

// abstract is what an expression may be, over all values that the chart could be given: any of what it lists.
type abstract struct {
	// nodes are places in the values.
	nodes []*valuesNode
	// scopes are charts' top-level objects: what `.` is in a template file.
	scopes []*chartScope
	// fields are the members of a dict that templates build.
	fields map[string]*abstract
	// items are the members of a list in order; elements those whose place is not known.
	items    []*abstract
	elements *abstract
	// texts are the strings it may be; vague says that it may be others.
	texts []string
	vague bool
	// printed is what the text was made of (toYaml, include); pure when nothing else is in it, so that fromYaml undoes it.
	printed []*abstract
	pure    bool
	// also are values that it may be too, or that were merged into it. They may lead back here.
	also []*abstract
}

func unknown() *abstract { return &abstract{vague: true} }

func text(texts ...string) *abstract { return &abstract{texts: texts} }

func (v *abstract) addNode(n *valuesNode) {
	if !slices.Contains(v.nodes, n) {
		v.nodes = append(v.nodes, n)
	}
}

func (v *abstract) add(other *abstract) {
	if other != nil && other != v && !slices.Contains(v.also, other) {
		v.also = append(v.also, other)
	}
}

func (v *abstract) put(key string, value *abstract) {
	if v.fields == nil {
		v.fields = map[string]*abstract{}
	}
	v.fields[key] = either(v.fields[key], value)
}

// either is a value that may be any of the given ones; a single one stays itself, so that set still changes it.
func either(values ...*abstract) *abstract {
	var some []*abstract
	for _, v := range values {
		if v != nil && !slices.Contains(some, v) {
			some = append(some, v)
		}
	}
	if len(some) == 1 {
		return some[0]
	}
	return &abstract{also: some}
}

// effort counts the values that the running analysis looked at: some templates make them lead to each other without end.
var effort int

// layers are v, all that it may be too, and what set and merge put over the places that it may be.
func (v *abstract) layers() []*abstract {
	if len(v.also)+len(v.nodes)+len(v.scopes) == 0 {
		return []*abstract{v}
	}
	found := []*abstract{v}
	seen := map[*abstract]bool{v: true}
	push := func(other *abstract) {
		if other != nil && !seen[other] {
			seen[other] = true
			found = append(found, other)
		}
	}
	for i := 0; i < len(found); i++ {
		for _, other := range found[i].also {
			push(other)
		}
		for _, n := range found[i].nodes {
			push(n.put)
		}
		for _, s := range found[i].scopes {
			push(s.put)
		}
	}
	effort += len(found)
	return found
}

// holdsPlaces tells whether it may be, or contain, something of the values.
func (v *abstract) holdsPlaces() bool {
	return slices.ContainsFunc(v.layers(), func(layer *abstract) bool {
		return len(layer.nodes)+len(layer.scopes)+len(layer.fields)+len(layer.items)+len(layer.printed) > 0 || layer.elements != nil
	})
}

// onlyPrinted are the values that the text consists of, when it consists of nothing else.
func (v *abstract) onlyPrinted() []*abstract {
	var printed []*abstract
	for _, layer := range v.layers() {
		if len(layer.nodes)+len(layer.scopes)+len(layer.fields)+len(layer.items) > 0 || len(layer.printed) > 0 && !layer.pure {
			return nil
		}
		printed = append(printed, layer.printed...)
	}
	return printed
}

// names are the keys of a map that templates build; all is false when it may have others.
func (v *abstract) names() (names []string, all bool) {
	all = true
	for _, layer := range v.layers() {
		names = append(names, sortedKeys(layer.fields)...)
		all = all && len(layer.nodes) == 0 && !layer.vague && len(layer.items) == 0 && layer.elements == nil
	}
	return names, all && len(names) > 0
}

// keys are the strings that a value may be when it names a key or prints.
func (v *abstract) keys() []string {
	var keys []string
	for _, layer := range v.layers() {
		for _, t := range layer.texts {
			keys = addText(keys, t)
		}
		if layer.vague || len(layer.nodes)+len(layer.scopes) > 0 || len(layer.texts)+len(layer.also) == 0 {
			keys = addText(keys, anything)
		}
	}
	if len(keys) > 4*mostTexts {
		return []string{anything}
	}
	return keys
}

// describe is equal for values that a template cannot tell apart.
func describe(v *abstract) string {
	d := describer{seen: map[*abstract]int{}}
	d.write(v)
	effort += len(d.seen)
	return d.out.String()
}

type describer struct {
	out  strings.Builder
	seen map[*abstract]int
}

func (d *describer) write(v *abstract) {
	if v == nil {
		return
	}
	if number, found := d.seen[v]; found {
		d.out.WriteString("#" + strconv.Itoa(number))
		return
	}
	d.seen[v] = len(d.seen)
	for _, n := range v.nodes {
		d.out.WriteString("n" + strconv.Itoa(n.id))
	}
	for _, s := range v.scopes {
		d.out.WriteString("s" + strconv.Itoa(s.values.id))
	}
	for _, key := range sortedKeys(v.fields) {
		d.out.WriteString("{" + key + ":")
		d.write(v.fields[key])
		d.out.WriteByte('}')
	}
	d.list('[', v.items)
	if v.elements != nil {
		d.list('(', []*abstract{v.elements})
	}
	for _, t := range v.texts {
		d.out.WriteString("'" + t + "'")
	}
	d.list('<', v.printed)
	d.list('|', v.also)
	d.out.WriteString(strconv.FormatBool(v.vague) + strconv.FormatBool(v.pure))
}

func (d *describer) list(mark byte, values []*abstract) {
	for _, v := range values {
		d.out.WriteByte(mark)
		d.write(v)
		d.out.WriteByte(mark)
	}
}
