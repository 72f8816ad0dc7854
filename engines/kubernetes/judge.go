package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Finding is one thing that the server has against an object.
type Finding struct {
	// Path of the field in the server's own words: spec.ports[0].name. Empty where it names none.
	Field string `json:"field"`
	// Reason: FieldValueInvalid, StrictDecoding, Decode, NoKindMatch, Warning, …
	Type    string `json:"type"`
	Message string `json:"message"`
	// Only server-side apply refuses this.
	Apply bool `json:"apply,omitempty"`
	// The server would say this only once what stands before it is mended.
	Later bool `json:"later,omitempty"`
}

func later(found []Finding) []Finding {
	for index := range found {
		found[index].Later = true
	}
	return found
}

const (
	typeDecode  = "Decode"
	typeStrict  = "StrictDecoding"
	typeWarning = "Warning"
)

// judge says what is wrong with one object. A panic of a validator is a finding: the server would answer 500.
func judge(body []byte) (found []Finding) {
	defer func() {
		if reason := recover(); reason != nil {
			found = []Finding{{Type: "Panic", Message: fmt.Sprint(reason)}}
		}
	}()
	kind, wrong := kindOf(body)
	if wrong != nil {
		return []Finding{*wrong}
	}
	if found, ok := judgeBuiltIn(kind, body); ok {
		return append(found, checkApply(kind, body, found)...)
	}
	if found, ok := judgeCustom(kind, body); ok {
		return append(found, checkApply(kind, body, found)...)
	}
	return []Finding{{
		Field:   "kind",
		Type:    "NoKindMatch",
		Message: fmt.Sprintf("no matches for kind %q in version %q", kind.Kind, kind.GroupVersion()),
	}}
}

// kindOf reads apiVersion and kind, wherever they stand, without decoding the rest into a value.
func kindOf(body []byte) (schema.GroupVersionKind, *Finding) {
	apiVersion, kind, err := readTypeMeta(body)
	if err != nil {
		return schema.GroupVersionKind{}, &Finding{Type: typeDecode, Message: err.Error()}
	}
	if kind == "" {
		return schema.GroupVersionKind{}, &Finding{Field: "kind", Type: "Required", Message: "Object 'Kind' is missing"}
	}
	version, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		return schema.GroupVersionKind{}, &Finding{Field: "apiVersion", Type: typeDecode, Message: err.Error()}
	}
	return version.WithKind(kind), nil
}

func readTypeMeta(body []byte) (apiVersion, kind string, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	start, err := decoder.Token()
	if err != nil {
		return "", "", err
	}
	if start != json.Delim('{') {
		return "", "", errors.New("not an object")
	}
	for found := 0; decoder.More() && found < 2; {
		key, err := decoder.Token()
		if err != nil {
			return "", "", err
		}
		var target any = &json.RawMessage{}
		switch key {
		case "apiVersion":
			target = &apiVersion
			found++
		case "kind":
			target = &kind
			found++
		}
		if err := decoder.Decode(target); err != nil {
			return "", "", err
		}
	}
	return apiVersion, kind, nil
}
