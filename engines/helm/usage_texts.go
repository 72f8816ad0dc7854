package main

import (
	"strings"
	"unicode"
)

// textFunction works out texts that often name a key; nil for functions that it does not know.
func textFunction(name string, args []*abstract) *abstract {
	change := map[string]func(string) string{
		"lower": strings.ToLower, "upper": strings.ToUpper, "trim": strings.TrimSpace, "quote": nil, "toString": nil,
		"title": upperFirst, "untitle": lowerFirst,
	}
	switch {
	case name == "print" || name == "cat":
		out := []string{""}
		for _, v := range args {
			out = concatenate(out, v.keys())
		}
		return text(out...)
	case name == "printf" && len(args) > 0 && args[0].plain():
		out := []string{""}
		pieces := strings.Split(args[0].texts[0], "%")
		for i, piece := range pieces {
			switch {
			case i == 0:
				out = concatenate(out, []string{piece})
			case i < len(args) && piece != "" && strings.ContainsRune("sdv", rune(piece[0])):
				out = concatenate(concatenate(out, args[i].keys()), []string{piece[1:]})
			default:
				return text(anything)
			}
		}
		return text(out...)
	case (name == "trimSuffix" || name == "trimPrefix" || name == "replace") && exact(args):
		return eachText(args[len(args)-1], func(t string) string {
			switch {
			case name == "replace" && len(args) == 3:
				return strings.ReplaceAll(t, args[0].texts[0], args[1].texts[0])
			case name == "trimPrefix":
				return strings.TrimPrefix(t, args[0].texts[0])
			case name == "trimSuffix":
				return strings.TrimSuffix(t, args[0].texts[0])
			}
			return anything
		})
	case len(args) == 1 && change[name] != nil:
		return eachText(args[0], change[name])
	case len(args) == 1 && name == "toString":
		return eachText(args[0], strings.Clone)
	}
	return nil
}

// plain tells whether it is one known text.
func (v *abstract) plain() bool { return len(v.texts) == 1 && !v.vague && len(v.also) == 0 }

// exact tells whether all arguments but the last are one known text.
func exact(args []*abstract) bool {
	for _, v := range args[:max(0, len(args)-1)] {
		if !v.plain() {
			return false
		}
	}
	return len(args) > 1
}

func eachText(v *abstract, change func(string) string) *abstract {
	out := &abstract{}
	for _, t := range v.keys() {
		out.texts = addText(out.texts, change(t))
	}
	return out
}

func upperFirst(t string) string { return changeFirst(t, unicode.ToUpper) }

func lowerFirst(t string) string { return changeFirst(t, unicode.ToLower) }

func changeFirst(t string, change func(rune) rune) string {
	for i, r := range t {
		if i == 0 {
			return string(change(r)) + t[len(string(r)):]
		}
	}
	return t
}
