package main

import (
	"fmt"

	"helm.sh/helm/v4/pkg/strvals"
)

// setting is one --set, --set-string or --set-file. Value is in Helm's own notation (`a,b` and `{a,b}` mean what they
// mean there), except for a file, where it is the text that the file holds.
type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Type  string `json:"type"`
}

const (
	setAuto   = "auto"
	setString = "string"
	setFile   = "file"
)

// applySettings changes the values as Helm's command line does: all --set, then all --set-string, then all --set-file.
func applySettings(values map[string]any, settings []setting) error {
	flags := []struct {
		kind, flag string
		parse      func(setting) error
	}{
		{setAuto, "--set", func(s setting) error { return strvals.ParseInto(s.Name+"="+s.Value, values) }},
		{setString, "--set-string", func(s setting) error { return strvals.ParseIntoString(s.Name+"="+s.Value, values) }},
		{setFile, "--set-file", func(s setting) error {
			read := func([]rune) (any, error) { return s.Value, nil }
			return strvals.ParseIntoFile(s.Name+"=file", values, read)
		}},
	}
	for _, flag := range flags {
		for _, s := range settings {
			if s.Type != flag.kind {
				continue
			}
			if err := flag.parse(s); err != nil {
				return fmt.Errorf("failed parsing %s data: %w", flag.flag, err)
			}
		}
	}
	return nil
}
