// Package main is the API server's create path without the server: strict decoding, defaults, the registry's validation,
// custom resources with their schemas and CEL, and what server-side apply refuses before all that. A JSON request and a blob
// in, a JSON answer out. It touches no file, no network, no cluster.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime/debug"
)

type request struct {
	Op string `json:"op"`
	// "define": the group and kind that the blob, a CustomResourceDefinition, defines.
	Group string `json:"group"`
	Kind  string `json:"kind"`
	// "judge": the blob is one JSON object after the other, this long each.
	Lengths []int `json:"lengths"`
	// "judge": the minor whose feature gates hold, "1.34"; empty for the engine's own.
	Kubernetes string `json:"kubernetes"`
}

type response struct {
	Error string `json:"error,omitempty"`
	// For each object what is wrong with it, null for nothing.
	Verdicts [][]Finding `json:"verdicts,omitempty"`
	// Kubernetes' own version, and the built-in kinds that are judged, "apps/v1 Deployment".
	Version string   `json:"version,omitempty"`
	Kinds   []string `json:"kinds,omitempty"`
}

func init() {
	// One thread judges and collects: a collection beside the work would take each answer longer. So none before the limit,
	// and there a whole one.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(176 << 20)
}

func call(requestJSON, blob []byte) []byte {
	answer, err := answerOrPanic(requestJSON, blob)
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
	switch r.Op {
	case "define":
		define(r.Group, r.Kind, bytes.Clone(blob))
		return &response{}, nil
	case "forget":
		definitions = map[groupKind]*definition{}
		return &response{}, nil
	case "judge":
		return judgeAll(&r, blob)
	case "describe":
		return &response{Version: kubernetesVersion, Kinds: builtInKinds()}, nil
	}
	return nil, fmt.Errorf("unknown op %q", r.Op)
}

func judgeAll(r *request, blob []byte) (*response, error) {
	if err := emulate(r.Kubernetes); err != nil {
		return nil, err
	}
	answer := &response{Verdicts: make([][]Finding, 0, len(r.Lengths))}
	for _, length := range r.Lengths {
		if length < 0 || length > len(blob) {
			return nil, fmt.Errorf("the blob ends before the objects do")
		}
		answer.Verdicts = append(answer.Verdicts, judge(blob[:length:length]))
		blob = blob[length:]
	}
	return answer, nil
}
