package main

import (
	"maps"
	"slices"
	"strings"
)

// anything stands for a part of a key that only a render would know. Keys that hold it match as globs.
const anything = "\x00"

// deepest is where recursion over values ends: everything below counts as read.
const deepest = 14

// valuesNode is one place in the values of the chart. That it exists means that a template reads it, or something below it.
type valuesNode struct {
	id, depth int
	// open: everything below is read, or may be.
	open bool
	// kinds: a template asks what type it has, so it may have several.
	kinds bool
	// chart: here start the values of a chart. Open, they still tell what is read by name: a dump of all values,
	// or templates that visit all of them, say little about a single key.
	chart bool
	below map[string]*valuesNode
	// global is the node that a subchart's "global" is.
	global *valuesNode
	// put is what templates put below this place with set and merge.
	put *abstract
}

func (u *usageAnalysis) newNode(depth int) *valuesNode {
	u.nodes++
	return &valuesNode{id: u.nodes, depth: depth, below: map[string]*valuesNode{}}
}

func (u *usageAnalysis) child(n *valuesNode, key string) *valuesNode {
	if key == "global" && n.global != nil {
		return n.global
	}
	if known, found := n.below[key]; found {
		return known
	}
	if n.open && !n.chart {
		return n
	}
	if n.depth >= deepest {
		n.open = true
		return n
	}
	below := u.newNode(n.depth + 1)
	n.below[key] = below
	return below
}

// cover is where templates put something over this place.
func (n *valuesNode) cover() *abstract {
	if n.put == nil {
		n.put = &abstract{}
	}
	return n.put
}

// path makes the nodes of a dotted path.
func (u *usageAnalysis) path(n *valuesNode, dotted string) *valuesNode {
	for key := range strings.SplitSeq(strings.TrimSpace(dotted), ".") {
		n = u.child(n, key)
	}
	return n
}

// readNode is a node as it leaves the engine; a key with an asterisk matches as a glob.
type readNode struct {
	Open  bool                 `json:"open,omitempty"`
	Kinds bool                 `json:"kinds,omitempty"`
	Below map[string]*readNode `json:"below,omitempty"`
}

func (n *valuesNode) export() *readNode {
	out := &readNode{Open: n.open, Kinds: n.kinds}
	if n.open && !n.chart {
		return out
	}
	if len(n.below) > 0 || n.global != nil {
		out.Below = map[string]*readNode{}
	}
	for key, below := range n.below {
		out.Below[strings.ReplaceAll(key, anything, "*")] = below.export()
	}
	if n.global != nil {
		out.Below["global"] = n.global.export()
	}
	return out
}

// matches tells whether a key fits a pattern, or one pattern may stand for what another stands for.
func matches(pattern, key string) bool {
	if pattern == key || pattern == anything || key == anything {
		return true
	}
	if !strings.Contains(pattern, anything) {
		return strings.Contains(key, anything) && matches(key, pattern)
	}
	parts := strings.Split(pattern, anything)
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(key, first) || len(key) < len(first)+len(last) || !strings.HasSuffix(key, last) {
		return false
	}
	rest := key[len(first) : len(key)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return true
}

const (
	mostTexts  = 8
	longestKey = 120
)

// concatenate joins each left text with each right one; too many, or too long to be a key, become "anything".
func concatenate(left, right []string) []string {
	if len(left)*len(right) > mostTexts {
		return []string{anything}
	}
	var out []string
	for _, a := range left {
		for _, b := range right {
			text := a + b
			if len(text) > longestKey {
				text = anything
			}
			for strings.Contains(text, anything+anything) {
				text = strings.ReplaceAll(text, anything+anything, anything)
			}
			out = addText(out, text)
		}
	}
	return out
}

func addText(texts []string, text string) []string {
	if slices.Contains(texts, text) {
		return texts
	}
	return append(texts, text)
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
