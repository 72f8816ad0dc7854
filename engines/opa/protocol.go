// Package main is OPA's Rego compiler behind one function: a JSON request in, a JSON answer out.
// It touches no file and no network.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/loader"
)

type request struct {
	Op string `json:"op"`
	// Rego sources by relative path. Paths enter the compiled module.
	Files        map[string]string `json:"files"`
	Entrypoints  []string          `json:"entrypoints"`
	Capabilities json.RawMessage   `json:"capabilities"`
}

type response struct {
	// Problem of the call itself; what is wrong in the sources stands in Errors.
	Error        string            `json:"error,omitempty"`
	Errors       []problem         `json:"errors,omitempty"`
	Wasm         []byte            `json:"wasm,omitempty"`
	Annotations  []annotation      `json:"annotations,omitempty"`
	Formatted    map[string]string `json:"formatted,omitempty"`
	Capabilities *ast.Capabilities `json:"capabilities,omitempty"`
}

type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file"`
	Row     int    `json:"row"`
	Column  int    `json:"column"`
}

func init() {
	// One thread compiles and collects: trade memory, of which a run has plenty, for time.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(640 << 20)
}

func call(requestJSON, _ []byte) []byte {
	answer, err := answerOrPanic(requestJSON)
	if answer == nil {
		answer = &response{}
	}
	if err != nil {
		answer.Error = err.Error()
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		return []byte(`{"error":"the answer cannot be encoded"}`)
	}
	return out.Bytes()
}

func answerOrPanic(requestJSON []byte) (answer *response, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	var r request
	if err := json.Unmarshal(requestJSON, &r); err != nil {
		return nil, err
	}
	capabilities := ast.CapabilitiesForThisVersion()
	if len(r.Capabilities) > 0 {
		if capabilities, err = ast.LoadCapabilitiesJSON(bytes.NewReader(r.Capabilities)); err != nil {
			return nil, err
		}
	}
	switch r.Op {
	case "build":
		return build(&r, capabilities)
	case "check":
		return check(&r, capabilities), nil
	case "annotations":
		return annotations(&r, capabilities), nil
	case "format":
		return formatFiles(&r), nil
	case "capabilities":
		return &response{Capabilities: capabilities}, nil
	}
	return nil, fmt.Errorf("unknown op %q", r.Op)
}

func (r *request) paths() []string { return slices.Sorted(maps.Keys(r.Files)) }

// problems takes an error of the compiler or the loader apart.
func problems(err error) []problem {
	if err == nil {
		return nil
	}
	var several ast.Errors
	if errors.As(err, &several) {
		var found []problem
		for _, one := range several {
			found = append(found, problems(one)...)
		}
		return found
	}
	var many loader.Errors
	if errors.As(err, &many) {
		var found []problem
		for _, one := range many {
			found = append(found, problems(one)...)
		}
		return found
	}
	var one *ast.Error
	if errors.As(err, &one) {
		p := problem{Code: one.Code, Message: one.Message}
		if one.Location != nil {
			p.File, p.Row, p.Column = one.Location.File, one.Location.Row, one.Location.Col
		}
		return []problem{p}
	}
	return []problem{{Code: "rego_error", Message: err.Error()}}
}
