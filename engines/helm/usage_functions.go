package main

import "strings"

// Functions that ask about a value and pass nothing of it on: the place counts as read, what is below it does not.
var asks = wordSet(`not empty kindIs kindOf typeIs typeIsLike typeOf len eq ne lt le gt ge hasKey contains hasPrefix hasSuffix has
	mustHas semverCompare regexMatch mustRegexMatch any all isset deepEqual hasField`)

// Functions that pass one of their arguments on, or all of them in one.
var passes = wordSet(`default coalesce ternary and or required deepCopy mustDeepCopy merge mustMerge mergeOverwrite mustMergeOverwrite
	omit mustOmit uniq mustUniq sortAlpha compact mustCompact reverse mustReverse concat append mustAppend push mustPush prepend
	mustPrepend without mustWithout rest mustRest initial mustInitial slice mustSlice chunk`)

// Functions that turn a value into text that still says all of it.
var prints = wordSet(`toYaml mustToYaml toYamlPretty toJson mustToJson toPrettyJson mustToPrettyJson toRawJson mustToRawJson toToml mustToToml`)

var reads = wordSet(`fromYaml mustFromYaml fromYamlArray fromJson mustFromJson fromJsonArray`)

// Functions whose result tells nothing of a text but whether it is the same as before.
var hashes = wordSet(`sha1sum sha256sum sha512sum adler32sum`)

// Functions on text that leave what toYaml made readable for fromYaml.
var lays = wordSet(`indent nindent trim`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

func (w *templateWalk) function(name string, args []*abstract) *abstract {
	u := w.usage
	if v := u.mapFunction(name, args); v != nil {
		return v
	}
	switch {
	case asks[name]:
		if strings.HasPrefix(name, "kind") || strings.HasPrefix(name, "type") {
			u.noteKinds(args)
		}
		return unknown()
	case name == "ternary" && len(args) == 3:
		return either(args[0], args[1])
	case name == "required" && len(args) == 2:
		return args[1]
	case strings.HasPrefix(name, "merge") || strings.HasPrefix(name, "mustMerge"):
		return u.merge(args)
	case passes[name]:
		return either(args...)
	case prints[name]:
		return &abstract{vague: true, printed: args, pure: true}
	case reads[name] && len(args) == 1:
		if printed := args[0].onlyPrinted(); len(printed) > 0 {
			return either(printed...)
		}
	case hashes[name] && len(args) == 1 && len(args[0].onlyPrinted()) > 0:
		return unknown()
	case lays[name] && len(args) > 0:
		if v := args[len(args)-1]; len(v.onlyPrinted()) > 0 {
			return v
		}
	case name == "include" && len(args) == 2:
		return u.include(args[0], args[1], w.depth)
	case name == "tpl" && len(args) == 2:
		return u.tpl(args[0], args[1], w.depth)
	}
	if v := textFunction(name, args); v != nil {
		u.consumePlaces(args)
		return v
	}
	u.consume(args...)
	return unknown()
}

// mapFunction knows what builds maps and lists and takes them apart; nil when it is none of them.
func (u *usageAnalysis) mapFunction(name string, args []*abstract) *abstract {
	switch {
	case name == "dict":
		out := &abstract{fields: map[string]*abstract{}}
		for i := 0; i+1 < len(args); i += 2 {
			for _, key := range args[i].keys() {
				out.put(key, args[i+1])
			}
		}
		return out
	case name == "list" || name == "tuple":
		return &abstract{items: args, elements: &abstract{}}
	case name == "index" && len(args) > 0:
		out := args[0]
		for _, key := range args[1:] {
			out = u.index(out, key)
		}
		return out
	case name == "get" && len(args) == 2:
		return u.index(args[0], args[1])
	case name == "hasKey" && len(args) == 2:
		u.index(args[0], args[1])
		return unknown()
	case (name == "set" || name == "unset") && len(args) >= 2:
		for _, key := range args[1].keys() {
			if len(args) == 3 {
				u.set(args[0], key, args[2])
			}
		}
		return args[0]
	case name == "dig" && len(args) >= 3:
		out := args[len(args)-1]
		for _, key := range args[:len(args)-2] {
			out = u.index(out, key)
		}
		return either(out, args[len(args)-2])
	case name == "pick" && len(args) > 0:
		out := &abstract{fields: map[string]*abstract{}}
		for _, wanted := range args[1:] {
			for _, key := range wanted.keys() {
				out.put(key, u.index(args[0], text(key)))
			}
		}
		return out
	case (name == "omit" || name == "mustOmit") && len(args) > 0:
		return args[0]
	case name == "pluck" && len(args) > 0:
		out := &abstract{}
		for _, from := range args[1:] {
			out.items = append(out.items, u.index(from, args[0]))
		}
		return out
	case name == "first" || name == "mustFirst" || name == "last" || name == "mustLast":
		return u.element(either(args...))
	case name == "values" && len(args) == 1:
		return &abstract{elements: u.element(args[0])}
	case name == "keys":
		out := text()
		for _, from := range args {
			names, all := from.names()
			for _, key := range names {
				out.texts = addText(out.texts, key)
			}
			out.vague = out.vague || !all
		}
		return &abstract{elements: out}
	}
	return nil
}

// merge fills its first argument, as sprig does, and returns it.
func (u *usageAnalysis) merge(args []*abstract) *abstract {
	if len(args) == 0 {
		return unknown()
	}
	for _, other := range args[1:] {
		for _, layer := range args[0].layers() {
			for _, n := range layer.nodes {
				n.cover().add(other)
			}
		}
		args[0].add(other)
	}
	return args[0]
}

func (u *usageAnalysis) set(target *abstract, key string, value *abstract) {
	placed := false
	for _, layer := range target.layers() {
		for _, n := range layer.nodes {
			n.cover().put(key, value)
			placed = true
		}
		for _, s := range layer.scopes {
			if s.put == nil {
				s.put = &abstract{}
			}
			s.put.put(key, value)
			placed = true
		}
	}
	if !placed || target.fields != nil {
		target.put(key, value)
	}
}

func (u *usageAnalysis) noteKinds(args []*abstract) {
	for _, v := range args {
		for _, layer := range v.layers() {
			for _, n := range layer.nodes {
				n.kinds = true
			}
		}
	}
}

// consumePlaces counts places as read; texts that were worked out already are not lost by it.
func (u *usageAnalysis) consumePlaces(args []*abstract) {
	for _, v := range args {
		if v.holdsPlaces() {
			u.consume(v)
		}
	}
}
