package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	yamlstream "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// problem is a key that stands twice; the last one counts, as in the cluster.
type problem struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

type parsedDocument struct {
	index, line int
	object      json.RawMessage
	err         string
	duplicates  []problem
}

// parse reads a YAML stream the way kubectl and Argo CD do. Documents that hold nothing are left out;
// lines in messages count from the start of the text.
func parse(text []byte) []parsedDocument {
	found := []parsedDocument{}
	for _, part := range splitStream(text) {
		p := parsedDocument{index: len(found), line: part.line}
		object, duplicates, err := toJSON(part.text)
		if err != nil || len(duplicates) > 0 {
			// Read again with its lines in place: cheaper than translating every wording.
			padded := append(bytes.Repeat([]byte{'\n'}, part.line-1), part.text...)
			object, duplicates, err = toJSON(padded)
		}
		switch {
		case part.err != nil:
			p.err = part.err.Error()
		case err != nil:
			p.err = err.Error()
		case string(object) == "null":
			continue
		default:
			p.object, p.duplicates = object, duplicates
		}
		found = append(found, p)
	}
	return found
}

type streamPart struct {
	line int
	text []byte
	err  error
}

func splitStream(text []byte) []streamPart {
	var parts []streamPart
	text = bytes.TrimPrefix(text, []byte{0xEF, 0xBB, 0xBF})
	current := streamPart{line: 1}
	flush := func(nextLine int) {
		if len(bytes.TrimSpace(current.text)) > 0 || current.err != nil {
			parts = append(parts, current)
		}
		current = streamPart{line: nextLine}
	}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		separator, err := yamlstream.Separator(line)
		switch {
		case err != nil:
			flush(number)
			current.err = fmt.Errorf("line %d: %w", number, err)
		case separator:
			flush(number + 1)
		default:
			current.text = append(current.text, line...)
		}
	}
	flush(number)
	return parts
}

// toJSON converts one document. Keys that stand twice are told, and the last of them taken.
func toJSON(text []byte) (json.RawMessage, []problem, error) {
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '{' && bytes.ContainsRune(trimmed, '\t') && json.Valid(trimmed) {
		// JSON that is indented with tabs is no YAML; readers of the cluster look for "{" first.
		return trimmed, nil, nil
	}
	object, strict := yaml.YAMLToJSONStrict(text)
	if strict == nil {
		return object, nil, nil
	}
	object, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, nil, err
	}
	return object, duplicateKeys(strict), nil
}

var duplicateLine = regexp.MustCompile(`^\s*line (\d+): (.*)$`)

func duplicateKeys(strict error) []problem {
	var found []problem
	for text := range strings.SplitSeq(strict.Error(), "\n") {
		if match := duplicateLine.FindStringSubmatch(text); match != nil {
			line, err := strconv.Atoi(match[1])
			if err == nil {
				found = append(found, problem{Line: line, Message: match[2]})
			}
		}
	}
	if found == nil {
		found = append(found, problem{Message: strict.Error()})
	}
	return found
}
