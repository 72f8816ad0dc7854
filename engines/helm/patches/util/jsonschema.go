// Package util takes the place of Helm's file of this name when the engine is built. It is Helm's own sequence
// (pkg/chart/common/util/jsonschema.go of v4.2.1, Copyright The Helm Authors, Apache License 2.0), changed: a schema is
// compiled once, not at each render, and none is fetched from the network.
package util

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	chart "helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
)

// ValidateAgainstSchema holds the values of a chart and its subcharts against the schemas they ship.
func ValidateAgainstSchema(ch chart.Charter, values map[string]any) error {
	current, err := chart.NewAccessor(ch)
	if err != nil {
		return err
	}
	var found strings.Builder
	if schema := current.Schema(); schema != nil {
		if err := ValidateAgainstSingleSchema(values, schema); err != nil {
			fmt.Fprintf(&found, "%s:\n%s", current.Name(), err)
		}
	}
	for _, dependency := range current.Dependencies() {
		sub, err := chart.NewAccessor(dependency)
		if err != nil {
			return err
		}
		given := values[sub.Name()]
		if given == nil {
			continue
		}
		table, ok := given.(map[string]any)
		if !ok {
			fmt.Fprintf(&found, "%s:\ninvalid type for values: expected object (map), got %T\n", sub.Name(), given)
			continue
		}
		if err := ValidateAgainstSchema(dependency, table); err != nil {
			found.WriteString(err.Error())
		}
	}
	if found.Len() > 0 {
		return errors.New(found.String())
	}
	return nil
}

// compiled is a schema, or why there is none, and what the compiler warned of.
type compiled struct {
	schema   *jsonschema.Schema
	err      error
	warnings []warning
}

type warning struct {
	text string
	args []any
}

// mostSchemas is how many are kept before all are let go.
const mostSchemas = 200

var keptSchemas = map[string]*compiled{}

// ValidateAgainstSingleSchema holds values against one schema.
func ValidateAgainstSingleSchema(values common.Values, text []byte) (reason error) {
	defer func() {
		if r := recover(); r != nil {
			reason = fmt.Errorf("unable to validate schema: %s", r)
		}
	}()
	kept, known := keptSchemas[string(text)]
	if !known {
		kept = &compiled{}
		kept.schema, kept.err = kept.compile(text)
		if len(keptSchemas) >= mostSchemas {
			clear(keptSchemas)
		}
		keptSchemas[string(text)] = kept
	}
	for _, one := range kept.warnings {
		slog.Warn(one.text, one.args...)
	}
	if kept.err != nil {
		return kept.err
	}
	if err := kept.schema.Validate(values.AsMap()); err != nil {
		return JSONSchemaValidationError{err}
	}
	return nil
}

func (c *compiled) compile(text []byte) (*jsonschema.Schema, error) {
	const place = "file:///values.schema.json"
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{
		"file":  jsonschema.FileLoader{},
		"http":  permissive{c, "schema is not fetched from the network; using permissive schema", "url"},
		"https": permissive{c, "schema is not fetched from the network; using permissive schema", "url"},
		"urn":   permissive{c, "unresolved URN reference ignored; using permissive schema", "urn"},
	})
	if err := compiler.AddResource(place, document); err != nil {
		return nil, err
	}
	return compiler.Compile(place)
}

// permissive stands for schemas that are not at hand: everything is valid, and a warning says so.
type permissive struct {
	compiled  *compiled
	text, key string
}

func (p permissive) Load(place string) (any, error) {
	p.compiled.warnings = append(p.compiled.warnings, warning{p.text, []any{p.key, place}})
	return true, nil
}

// JSONSchemaValidationError is what a schema has against values, without the line that names our place for it.
type JSONSchemaValidationError struct{ cause error }

func (e JSONSchemaValidationError) Error() string {
	const head = "jsonschema validation failed with 'file:///values.schema.json#'\n"
	return strings.TrimPrefix(e.cause.Error(), head) + "\n"
}

// CompileSchemas compiles the schemas of a chart ahead of its first render; what cannot be compiled is left to that.
func CompileSchemas(ch chart.Charter) {
	current, err := chart.NewAccessor(ch)
	if err != nil {
		return
	}
	if schema := current.Schema(); schema != nil {
		_ = ValidateAgainstSingleSchema(common.Values{}, schema)
	}
	for _, dependency := range current.Dependencies() {
		CompileSchemas(dependency)
	}
}
