// Package main is Helm's renderer behind one function: a JSON request (and a blob) in, a JSON answer out.
// It touches no file, no network, no cluster.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
)

// request is one call. Charts go in once ("load", "loadFiles") and are named by a key; "render" then only sends values.
type request struct {
	Op          string `json:"op"`
	Chart       string `json:"chart"`
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	KubeVersion string `json:"kubeVersion"`
	// API versions beside Helm's own, one a line.
	Versions string `json:"versions"`
	// YAML or JSON texts, the last one wins.
	Values     []string     `json:"values"`
	IsUpgrade  bool         `json:"isUpgrade"`
	SkipSchema bool         `json:"skipSchema"`
	SkipCRDs   bool         `json:"skipCrds"`
	SkipTests  bool         `json:"skipTests"`
	OmitText   bool         `json:"omitText"`
	Files      []folderFile `json:"files"`
	// Applied after the values.
	Set []setting `json:"set"`
	// "template": the texts of an ApplicationSet, and what they are rendered with.
	Texts   []string       `json:"texts"`
	Params  map[string]any `json:"params"`
	Options []string       `json:"options"`
	// How many random numbers to draw first: Go's map order and math/rand come from a generator of the runtime's own,
	// which the host cannot seed.
	Stir int `json:"stir"`
}

// response is written by encode, which spares the documents a second pass through encoding/json.
type response struct {
	Error     string
	Warnings  string
	Notes     string
	Documents []document
	Parsed    []parsedDocument
	Rendered  []renderedText
	Chart     *chartInfo
	Info      json.RawMessage
}

var logged bytes.Buffer

func init() {
	// One thread renders and collects: a collection beside the work would take each answer longer, and, since what is made
	// meanwhile counts as in use, let the heap grow from one to the next. So none before the limit, and there a whole one.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(320 << 20)
	log.SetOutput(&logged)
	log.SetFlags(0)
	// Only the words: a level, a time or a key order of slog's own is no part of the contract.
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{
		Level: slog.LevelWarn,
		ReplaceAttr: func(groups []string, attribute slog.Attr) slog.Attr {
			if len(groups) == 0 && attribute.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return attribute
		},
	})))
}

func call(requestJSON, blob []byte) (out []byte) {
	logged.Reset()
	answer, err := answerOrPanic(requestJSON, blob)
	if answer == nil {
		answer = &response{}
	}
	if err != nil {
		answer.Error = err.Error()
	}
	answer.Warnings = logged.String()
	return answer.encode()
}

func answerOrPanic(requestJSON, blob []byte) (answer *response, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	var r request
	if err := json.Unmarshal(requestJSON, &r); err != nil {
		return nil, err
	}
	for range r.Stir {
		rand.Uint64()
	}
	return dispatch(&r, blob)
}

func dispatch(r *request, blob []byte) (*response, error) {
	switch r.Op {
	case "load":
		return loadArchive(r.Chart, blob)
	case "loadFiles":
		return loadFolder(r.Chart, r.Files)
	case "unload":
		delete(charts, r.Chart)
		clear(readCRDs)
		return &response{}, nil
	case "prime":
		return prime(r.Chart)
	case "render":
		return render(r)
	case "template":
		return &response{Rendered: renderTexts(r)}, nil
	case "parse":
		return &response{Parsed: parse(blob)}, nil
	case "usage":
		return usage(r)
	case "info":
		return info()
	}
	return nil, fmt.Errorf("unknown op %q", r.Op)
}
