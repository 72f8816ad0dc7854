package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

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

// parse reads a stream of YAML or JSON the way kubectl and Argo CD do. Documents that hold nothing are left out;
// lines in messages count from the start of the text. A line of dots ends a document, and what follows it before the
// next dashes is not read, as in the cluster.
func parse(text []byte) []parsedDocument {
	found, rest, line := parseObjects(text)
	for _, part := range splitStream(rest, line) {
		p := parsedDocument{index: len(found), line: part.line}
		object, duplicates, err := toJSON(part.text)
		if err != nil || len(duplicates) > 0 {
			object, duplicates, err = toJSON(padTo(part.line, part.text))
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

// parseObjects reads JSON objects that follow each other without separators. A text with one object or none, and
// something else behind it, may still be YAML: that rest is returned with the line it starts at.
func parseObjects(text []byte) (found []parsedDocument, rest []byte, line int) {
	found = []parsedDocument{}
	text = bytes.TrimPrefix(text, []byte{0xEF, 0xBB, 0xBF})
	if trimmed := bytes.TrimLeftFunc(text, unicode.IsSpace); !bytes.HasPrefix(trimmed, []byte("{")) {
		return found, text, 1
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	end := 0
	for {
		var object json.RawMessage
		err := decoder.Decode(&object)
		if err == io.EOF {
			return found, nil, 1
		}
		if err != nil && len(found) > 1 {
			p := parsedDocument{index: len(found), line: lineAt(text, end), err: err.Error()}
			return append(found, p), nil, 1
		}
		if err != nil {
			break
		}
		before := text[end:decoder.InputOffset()]
		start := end + len(before) - len(bytes.TrimLeftFunc(before, unicode.IsSpace))
		p := parsedDocument{index: len(found), line: lineAt(text, start), object: object}
		_, p.duplicates, _ = toJSON(padTo(p.line, object))
		end = int(decoder.InputOffset())
		if string(object) != "null" {
			found = append(found, p)
		}
	}
	// What is left of the line on which the object ended is no content.
	after := text[end:]
	space := len(after) - len(bytes.TrimLeftFunc(after, unicode.IsSpace))
	if newline := bytes.IndexByte(after[:space], '\n'); newline >= 0 {
		space = newline + 1
	}
	end += space
	return found, text[end:], lineAt(text, end)
}

func lineAt(text []byte, offset int) int { return 1 + bytes.Count(text[:offset], []byte{'\n'}) }

// padTo puts a text on the line it has in the whole: cheaper than translating every wording that counts lines.
func padTo(line int, text []byte) []byte {
	return append(bytes.Repeat([]byte{'\n'}, line-1), text...)
}

type streamPart struct {
	line int
	text []byte
	err  error
}

func splitStream(text []byte, firstLine int) []streamPart {
	var parts []streamPart
	current := streamPart{line: firstLine}
	flush := func(nextLine int) {
		if len(bytes.TrimSpace(current.text)) > 0 || current.err != nil {
			parts = append(parts, current)
		}
		current = streamPart{line: nextLine}
	}
	number := firstLine - 1
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
	if _, object, ok := readPlain(text); ok {
		return object, nil, nil
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
