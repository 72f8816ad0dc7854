package main

import "strconv"

// field reads a member of a map.
func (u *usageAnalysis) field(v *abstract, key string) *abstract {
	var found []*abstract
	places := &abstract{}
	for _, layer := range v.layers() {
		for _, n := range layer.nodes {
			places.addNode(u.child(n, key))
		}
		for _, s := range layer.scopes {
			found = append(found, u.scopeField(s, key))
		}
		for _, name := range sortedKeys(layer.fields) {
			if matches(name, key) {
				found = append(found, layer.fields[name])
			}
		}
	}
	if names, all := v.names(); all && len(found)+len(places.nodes) == 0 && len(names) > 0 {
		// A dict that does not have the key.
		return text("")
	}
	return orUnknown(places, found)
}

func orUnknown(places *abstract, found []*abstract) *abstract {
	if len(places.nodes) > 0 {
		found = append(found, places)
	}
	if len(found) == 0 {
		return unknown()
	}
	return either(found...)
}

func (u *usageAnalysis) scopeField(s *chartScope, key string) *abstract {
	switch key {
	case "Values":
		return &abstract{nodes: []*valuesNode{s.values}}
	case "Chart":
		return &abstract{vague: true, fields: map[string]*abstract{"Name": text(s.name), "name": text(s.name)}}
	case "Subcharts":
		subcharts := &abstract{vague: true}
		for _, below := range s.below {
			subcharts.put(below.name, &abstract{scopes: []*chartScope{below}})
		}
		return subcharts
	}
	return unknown()
}

// element reads any member of a list or a map.
func (u *usageAnalysis) element(v *abstract) *abstract {
	var found []*abstract
	places := &abstract{}
	for _, layer := range v.layers() {
		for _, n := range layer.nodes {
			places.addNode(u.child(n, anything))
		}
		for _, name := range sortedKeys(layer.fields) {
			found = append(found, layer.fields[name])
		}
		found = append(found, layer.items...)
		if layer.elements != nil {
			found = append(found, layer.elements)
		}
	}
	return orUnknown(places, found)
}

// index reads a member by what may be a name or a number.
func (u *usageAnalysis) index(v, key *abstract) *abstract {
	var found []*abstract
	for _, name := range key.keys() {
		number, err := strconv.Atoi(name)
		if name == anything {
			found = append(found, u.element(v))
			continue
		}
		if err != nil {
			found = append(found, u.field(v, name))
			continue
		}
		exact := false
		for _, layer := range v.layers() {
			if number >= 0 && number < len(layer.items) {
				found = append(found, layer.items[number])
				exact = true
			}
		}
		if !exact {
			found = append(found, u.element(v))
		}
	}
	return either(found...)
}

// consume is what happens to a value that leaves the analysis: everything that it may hold counts as read.
func (u *usageAnalysis) consume(values ...*abstract) {
	seen := map[*abstract]bool{}
	var visit func(v *abstract)
	visit = func(v *abstract) {
		if v == nil || seen[v] {
			return
		}
		seen[v] = true
		for _, n := range v.nodes {
			n.open = true
			visit(n.put)
		}
		for _, s := range v.scopes {
			s.values.open = true
			visit(s.put)
		}
		for _, key := range sortedKeys(v.fields) {
			visit(v.fields[key])
		}
		visit(v.elements)
		for _, several := range [][]*abstract{v.items, v.printed, v.also} {
			for _, other := range several {
				visit(other)
			}
		}
	}
	for _, v := range values {
		visit(v)
	}
	effort += len(seen)
}
