package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/format"
)

func build(r *request, capabilities *ast.Capabilities) (*response, error) {
	files := fstest.MapFS{}
	for path, text := range r.Files {
		if !fs.ValidPath(path) {
			return nil, fmt.Errorf("%q is no relative path", path)
		}
		files[path] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	var bundle bytes.Buffer
	compiler := compile.New().
		WithTarget("wasm").
		WithCapabilities(capabilities).
		WithRegoVersion(ast.RegoV1).
		WithFS(files).
		WithPaths(".").
		WithEntrypoints(r.Entrypoints...).
		WithOutput(&bundle)
	if err := compiler.Build(context.Background()); err != nil {
		return &response{Errors: problems(err)}, nil
	}
	modules := compiler.Bundle().WasmModules
	if len(modules) != 1 {
		return &response{Errors: []problem{{Code: "rego_error", Message: "the sources make no single module"}}}, nil
	}
	return &response{Wasm: modules[0].Raw}, nil
}

// parseModules reads every file; problems of all of them are collected.
func parseModules(r *request, capabilities *ast.Capabilities) (map[string]*ast.Module, []problem) {
	modules := map[string]*ast.Module{}
	var found []problem
	for _, path := range r.paths() {
		module, err := ast.ParseModuleWithOpts(path, r.Files[path], ast.ParserOptions{
			Capabilities: capabilities, ProcessAnnotation: true, RegoVersion: ast.RegoV1,
		})
		if err != nil {
			found = append(found, problems(err)...)
			continue
		}
		// A file of comments only is no module.
		if module != nil {
			modules[path] = module
		}
	}
	return modules, found
}

func check(r *request, capabilities *ast.Capabilities) *response {
	modules, found := parseModules(r, capabilities)
	if len(found) > 0 {
		return &response{Errors: found}
	}
	compiler := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities)
	compiler.Compile(modules)
	if compiler.Failed() {
		return &response{Errors: problems(compiler.Errors)}
	}
	return &response{}
}

func formatFiles(r *request) *response {
	answer := &response{Formatted: map[string]string{}}
	for _, path := range r.paths() {
		text, err := format.SourceWithOpts(path, []byte(r.Files[path]), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			answer.Errors = append(answer.Errors, problems(err)...)
			continue
		}
		answer.Formatted[path] = string(text)
	}
	return answer
}

// annotation is one METADATA block with the place and the path of what it describes.
type annotation struct {
	Path             string                           `json:"path"`
	File             string                           `json:"file"`
	Row              int                              `json:"row"`
	Scope            string                           `json:"scope"`
	Title            string                           `json:"title,omitempty"`
	Description      string                           `json:"description,omitempty"`
	Entrypoint       bool                             `json:"entrypoint,omitempty"`
	Organizations    []string                         `json:"organizations,omitempty"`
	RelatedResources []*ast.RelatedResourceAnnotation `json:"relatedResources,omitempty"`
	Custom           map[string]any                   `json:"custom,omitempty"`
}

func annotations(r *request, capabilities *ast.Capabilities) *response {
	parsed, found := parseModules(r, capabilities)
	if len(found) > 0 {
		return &response{Errors: found}
	}
	var modules []*ast.Module
	for _, path := range r.paths() {
		if module := parsed[path]; module != nil {
			modules = append(modules, module)
		}
	}
	set, errs := ast.BuildAnnotationSet(modules)
	if len(errs) > 0 {
		return &response{Errors: problems(errs)}
	}
	answer := &response{}
	for _, reference := range set.Flatten() {
		block := reference.Annotations
		if reference.Location == nil {
			reference.Location = block.Location
		}
		answer.Annotations = append(answer.Annotations, annotation{
			Path: reference.Path.String(), File: reference.Location.File, Row: reference.Location.Row,
			Scope: block.Scope, Title: block.Title, Description: block.Description, Entrypoint: block.Entrypoint,
			Organizations: block.Organizations, RelatedResources: block.RelatedResources, Custom: block.Custom,
		})
	}
	return answer
}
