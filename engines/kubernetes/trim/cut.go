package main

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// source is one package, parsed. What was cut from it is remembered by name, because what uses that goes too.
type source struct {
	folder  string
	files   *token.FileSet
	parsed  map[string]*ast.File
	changed map[string]bool
	removed map[string]bool
}

func parsePackage(folder string) (*source, error) {
	s := &source{folder: folder, files: token.NewFileSet(), parsed: map[string]*ast.File{}, changed: map[string]bool{}, removed: map[string]bool{}}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			continue
		}
		if s.parsed[name], err = parser.ParseFile(s.files, filepath.Join(folder, name), nil, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// dropVersions takes API versions out of an install package: the statements that add them, and their place in the order.
func (s *source) dropVersions(unwanted *regexp.Regexp) {
	for name, file := range s.parsed {
		bad := importsOf(file, unwanted.MatchString)
		if len(bad) == 0 {
			continue
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(function, func(node ast.Node) bool {
				if call, ok := node.(*ast.CallExpr); ok && isCallOf(call, "SetVersionPriority") {
					call.Args = slices.DeleteFunc(call.Args, func(argument ast.Expr) bool { return uses(argument, bad, nil) })
				}
				return true
			})
			function.Body.List = slices.DeleteFunc(function.Body.List, func(statement ast.Stmt) bool { return uses(statement, bad, nil) })
		}
		s.changed[name] = true
	}
}

// drop cuts declarations until nothing is left that uses an unwanted import or something that was cut.
func (s *source) drop(imports, declarations []string) {
	if len(imports) == 0 && len(declarations) == 0 {
		return
	}
	for _, name := range declarations {
		s.removed[name] = true
	}
	for again := true; again; {
		again = false
		for name, file := range s.parsed {
			bad := importsOf(file, func(path string) bool { return slices.Contains(imports, path) })
			var kept []ast.Decl
			for _, declaration := range file.Decls {
				left, cut := s.cut(declaration, bad)
				if cut {
					again, s.changed[name] = true, true
				}
				if left != nil {
					kept = append(kept, left)
				}
			}
			file.Decls = kept
		}
	}
}

// cut returns what is left of a declaration, nil for nothing, and whether something went.
func (s *source) cut(declaration ast.Decl, bad map[string]bool) (ast.Decl, bool) {
	switch d := declaration.(type) {
	case *ast.GenDecl:
		if d.Tok == token.IMPORT {
			return d, false
		}
		before := len(d.Specs)
		d.Specs = slices.DeleteFunc(d.Specs, func(spec ast.Spec) bool {
			names := namesOf(spec)
			goes := uses(spec, bad, s.removed) || slices.ContainsFunc(names, func(name string) bool { return s.removed[name] })
			if goes {
				for _, name := range names {
					s.removed[name] = name != "_"
				}
			}
			return goes
		})
		if len(d.Specs) == 0 {
			return nil, true
		}
		return d, len(d.Specs) != before
	case *ast.FuncDecl:
		key, receiver := d.Name.Name, ""
		if d.Recv != nil {
			receiver = receiverOf(d.Recv.List[0].Type)
			key = receiver + "." + key
		}
		if !s.removed[key] && !s.removed[receiver] && !uses(d, bad, s.removed) {
			return d, false
		}
		if d.Recv == nil && d.Name.Name != "init" {
			s.removed[key] = true
		}
		return nil, true
	}
	return declaration, false
}

// missing are declarations that the plan names and the package does not have.
func (s *source) missing(declarations []string) []string {
	original, err := parsePackage(s.folder)
	if err != nil {
		return declarations
	}
	known := map[string]bool{}
	for _, file := range original.parsed {
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					for _, name := range namesOf(spec) {
						known[name] = true
					}
				}
			case *ast.FuncDecl:
				known[d.Name.Name] = true
				if d.Recv != nil {
					known[receiverOf(d.Recv.List[0].Type)+"."+d.Name.Name] = true
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(declarations), func(name string) bool { return known[name] })
}

// write writes the files that changed, without the imports that nothing uses any more.
func (s *source) write() (bool, error) {
	for name := range s.changed {
		file := s.parsed[name]
		used := map[string]bool{}
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok && general.Tok == token.IMPORT {
				continue
			}
			ast.Inspect(declaration, func(node ast.Node) bool {
				if selector, ok := node.(*ast.SelectorExpr); ok {
					if identifier, ok := selector.X.(*ast.Ident); ok {
						used[identifier.Name] = true
					}
				}
				return true
			})
		}
		file.Decls = slices.DeleteFunc(file.Decls, func(declaration ast.Decl) bool {
			general, ok := declaration.(*ast.GenDecl)
			if !ok || general.Tok != token.IMPORT {
				return false
			}
			general.Specs = slices.DeleteFunc(general.Specs, func(spec ast.Spec) bool {
				imported, ok := spec.(*ast.ImportSpec)
				local := importName(imported)
				return ok && local != "_" && local != "." && !used[local]
			})
			return len(general.Specs) == 0
		})
		file.Comments = nil
		var text bytes.Buffer
		if err := format.Node(&text, s.files, file); err != nil {
			return false, err
		}
		if err := os.WriteFile(filepath.Join(s.folder, name), text.Bytes(), 0o644); err != nil {
			return false, err
		}
	}
	return len(s.changed) > 0, nil
}
