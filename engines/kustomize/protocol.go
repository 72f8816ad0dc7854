// Package main is kustomize behind one function: a JSON request in, a JSON answer out.
// It touches no file, no network and runs no plugin.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"runtime/debug"
)

type request struct {
	Op string `json:"op"`
	// Everything that a build may reach, by path from the repository's root.
	Files []file `json:"files"`
	// The folder to build.
	Folder  string  `json:"folder"`
	Options options `json:"options"`
}

type file struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// remoteEntry is an entry of a kustomization file that stands for something outside of the repository.
type remoteEntry struct {
	File  string `json:"file"`
	Entry string `json:"entry"`
}

// skippedEntry is a part of a kustomization file that needs a plugin or another program.
type skippedEntry struct {
	File string `json:"file"`
	What string `json:"what"`
}

type response struct {
	Objects []json.RawMessage `json:"objects"`
	// As long as Objects: the file each one comes from, or "" where kustomize does not say.
	Origins []string       `json:"origins"`
	Remote  []remoteEntry  `json:"remote"`
	Skipped []skippedEntry `json:"skipped"`
	Error   string         `json:"error,omitempty"`
}

func init() {
	// One thread builds and collects: trade memory, of which a run has plenty, for time.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(640 << 20)
	// Advice about deprecated fields: no part of the answer.
	log.SetOutput(io.Discard)
}

func call(requestJSON, _ []byte) []byte {
	answer := answerOrPanic(requestJSON)
	text, err := json.Marshal(answer)
	if err != nil {
		text, _ = json.Marshal(response{Error: err.Error()})
	}
	return text
}

func answerOrPanic(requestJSON []byte) (answer response) {
	answer = response{Objects: []json.RawMessage{}, Origins: []string{}, Remote: []remoteEntry{}, Skipped: []skippedEntry{}}
	defer func() {
		if reason := recover(); reason != nil {
			answer.Error = fmt.Sprintf("panic: %v", reason)
		}
	}()
	var r request
	if err := json.Unmarshal(requestJSON, &r); err != nil {
		answer.Error = err.Error()
		return answer
	}
	if r.Op != "build" {
		answer.Error = fmt.Sprintf("unknown op %q", r.Op)
		return answer
	}
	if err := build(&r, &answer); err != nil {
		answer.Error = err.Error()
	}
	return answer
}
