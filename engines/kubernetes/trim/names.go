package main

import (
	"go/ast"
	"regexp"
	"strings"
)

// uses tells whether a node names one of the imports, or something that was removed from the package.
func uses(node ast.Node, imports, removed map[string]bool) bool {
	isUsed := false
	// Names that are no use: of fields, of keys, and the one that is declared.
	skip := map[*ast.Ident]bool{}
	ast.Inspect(node, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.SelectorExpr:
			skip[n.Sel] = true
			if identifier, ok := n.X.(*ast.Ident); ok && imports[identifier.Name] {
				isUsed = true
			}
		case *ast.KeyValueExpr:
			if identifier, ok := n.Key.(*ast.Ident); ok {
				skip[identifier] = true
			}
		case *ast.Field:
			for _, name := range n.Names {
				skip[name] = true
			}
		case *ast.FuncDecl:
			skip[n.Name] = true
		case *ast.Ident:
			if !skip[n] && removed[n.Name] {
				isUsed = true
			}
		}
		return true
	})
	return isUsed
}

func namesOf(spec ast.Spec) (names []string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		return []string{s.Name.Name}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

func receiverOf(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.StarExpr:
		return receiverOf(e.X)
	case *ast.Ident:
		return e.Name
	case *ast.IndexExpr:
		return receiverOf(e.X)
	}
	return "?"
}

func isCallOf(call *ast.CallExpr, name string) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == name
}

// importsOf are the local names of a file's imports whose path is wanted.
func importsOf(file *ast.File, isWanted func(path string) bool) map[string]bool {
	found := map[string]bool{}
	for _, imported := range file.Imports {
		if isWanted(strings.Trim(imported.Path.Value, `"`)) {
			found[importName(imported)] = true
		}
	}
	return found
}

var majorVersion = regexp.MustCompile(`^v\d+$`)

// importName is the name under which a file knows an import: a path's last part, but for a major version at its end
// (k8s.io/api/core/v1 is a package v1; only klog/v2 is not).
func importName(imported *ast.ImportSpec) string {
	if imported.Name != nil {
		return imported.Name.Name
	}
	parts := strings.Split(strings.Trim(imported.Path.Value, `"`), "/")
	last := parts[len(parts)-1]
	if majorVersion.MatchString(last) && len(parts) > 1 && strings.Contains(parts[0], ".") && (parts[0] != "k8s.io" || parts[1] == "klog") {
		last = parts[len(parts)-2]
	}
	return strings.TrimPrefix(strings.Split(last, ".")[0], "go-")
}
