package main

import (
	"slices"
	"strings"
	syntax "text/template/parse"
)

type variable struct {
	name  string
	value *abstract
}

// templateWalk follows one template with one argument. Conditions are not decided: every branch is taken.
type templateWalk struct {
	usage     *usageAnalysis
	variables []*variable
	printed   []*abstract
	texts     []string
	mixed     bool
	depth     int
}

// call follows a tree; the result is the text that it prints.
func (u *usageAnalysis) call(body *syntax.ListNode, argument *abstract, depth int) *abstract {
	w := &templateWalk{usage: u, texts: []string{""}, depth: depth, variables: []*variable{{name: "$", value: argument}}}
	w.list(body, argument)
	out := &abstract{texts: w.texts, printed: w.printed, pure: !w.mixed && len(w.printed) > 0}
	for i, t := range out.texts {
		out.texts[i] = strings.TrimSpace(t)
	}
	return out
}

func (w *templateWalk) list(list *syntax.ListNode, dot *abstract) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		w.node(n, dot)
	}
}

func (w *templateWalk) node(n syntax.Node, dot *abstract) {
	switch n := n.(type) {
	case *syntax.TextNode:
		w.print(text(string(n.Text)))
	case *syntax.ActionNode:
		v := w.pipe(n.Pipe, dot)
		if len(n.Pipe.Decl) == 0 {
			w.print(v)
		}
	case *syntax.IfNode:
		w.branches(func() { w.pipe(n.Pipe, dot); w.list(n.List, dot) }, func() { w.list(n.ElseList, dot) })
	case *syntax.WithNode:
		w.branches(func() { w.list(n.List, w.pipe(n.Pipe, dot)) }, func() { w.list(n.ElseList, dot) })
	case *syntax.RangeNode:
		w.branches(func() { w.loop(n, dot) }, func() { w.list(n.ElseList, dot) })
	case *syntax.TemplateNode:
		argument := unknown()
		if n.Pipe != nil {
			argument = w.pipe(n.Pipe, dot)
		}
		w.print(w.usage.include(text(n.Name), argument, w.depth))
	}
}

// branches runs two ways that a template may go from here.
func (w *templateWalk) branches(one, other func()) {
	before, scope := w.texts, len(w.variables)
	one()
	w.variables = w.variables[:scope]
	first := w.texts
	w.texts = before
	other()
	w.variables = w.variables[:scope]
	for _, t := range first {
		w.texts = addText(slices.Clip(w.texts), t)
	}
	if len(w.texts) > mostTexts {
		w.texts = []string{anything}
	}
}

func (w *templateWalk) loop(n *syntax.RangeNode, dot *abstract) {
	over := w.pipeValue(n.Pipe, dot)
	element := w.usage.element(over)
	names, all := over.names()
	key := &abstract{texts: names, vague: !all}
	if decl := n.Pipe.Decl; len(decl) == 1 {
		w.declare(decl[0].Ident[0], element, n.Pipe.IsAssign)
	} else if len(decl) == 2 {
		w.declare(decl[0].Ident[0], key, n.Pipe.IsAssign)
		w.declare(decl[1].Ident[0], element, n.Pipe.IsAssign)
	}
	before, scope := w.texts, len(w.variables)
	// Twice, because a turn may read what the turn before it assigned.
	for range 2 {
		w.texts = []string{""}
		w.list(n.List, element)
		w.variables = w.variables[:scope]
	}
	if !slices.Equal(w.texts, []string{""}) {
		w.texts = concatenate(before, []string{anything})
	} else {
		w.texts = before
	}
}

func (w *templateWalk) print(v *abstract) {
	keys := v.keys()
	if printed := v.onlyPrinted(); len(printed) > 0 {
		w.printed = append(w.printed, printed...)
	} else {
		if v.holdsPlaces() {
			w.printed = append(w.printed, v)
		}
		w.mixed = w.mixed || slices.ContainsFunc(keys, func(t string) bool { return strings.TrimSpace(t) != "" })
	}
	w.texts = concatenate(w.texts, keys)
}

func (w *templateWalk) declare(name string, value *abstract, assign bool) {
	if assign {
		for _, known := range slices.Backward(w.variables) {
			if known.name == name {
				known.value = either(known.value, value)
				return
			}
		}
	}
	w.variables = append(w.variables, &variable{name: name, value: value})
}

func (w *templateWalk) pipe(n *syntax.PipeNode, dot *abstract) *abstract {
	value := w.pipeValue(n, dot)
	for _, decl := range n.Decl {
		w.declare(decl.Ident[0], value, n.IsAssign)
	}
	return value
}

func (w *templateWalk) pipeValue(n *syntax.PipeNode, dot *abstract) *abstract {
	if n == nil {
		return unknown()
	}
	var value *abstract
	for _, command := range n.Cmds {
		value = w.command(command, dot, value)
	}
	return value
}

func (w *templateWalk) command(n *syntax.CommandNode, dot, piped *abstract) *abstract {
	w.usage.checkEffort()
	if function, ok := n.Args[0].(*syntax.IdentifierNode); ok {
		arguments := make([]*abstract, 0, len(n.Args))
		for _, argument := range n.Args[1:] {
			arguments = append(arguments, w.argument(argument, dot))
		}
		if piped != nil {
			arguments = append(arguments, piped)
		}
		return w.function(function.Ident, arguments)
	}
	value := w.argument(n.Args[0], dot)
	if len(n.Args) == 1 && piped == nil {
		return value
	}
	// A method such as .Files.Get or .Capabilities.APIVersions.Has.
	w.usage.consume(piped)
	for _, argument := range n.Args[1:] {
		w.usage.consume(w.argument(argument, dot))
	}
	return unknown()
}

func (w *templateWalk) argument(n syntax.Node, dot *abstract) *abstract {
	switch n := n.(type) {
	case *syntax.DotNode:
		return dot
	case *syntax.FieldNode:
		return w.chain(dot, n.Ident)
	case *syntax.VariableNode:
		for _, known := range slices.Backward(w.variables) {
			if known.name == n.Ident[0] {
				return w.chain(known.value, n.Ident[1:])
			}
		}
	case *syntax.ChainNode:
		return w.chain(w.argument(n.Node, dot), n.Field)
	case *syntax.PipeNode:
		return w.pipe(n, dot)
	case *syntax.IdentifierNode:
		return w.function(n.Ident, nil)
	case *syntax.StringNode:
		return text(n.Text)
	case *syntax.NumberNode:
		return text(n.Text)
	case *syntax.BoolNode:
		return text(n.String())
	case *syntax.NilNode:
		return &abstract{}
	}
	return unknown()
}

func (w *templateWalk) chain(value *abstract, names []string) *abstract {
	for _, name := range names {
		value = w.usage.field(value, name)
	}
	return value
}
