package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	goyaml "go.yaml.in/yaml/v2"
)

// readPlain converts a YAML document to the JSON that sigs.k8s.io/yaml makes of it, without its detour through a second
// tree and reflection. It gives up (ok is false) on everything unusual: the caller then takes the long way, for the
// same result or for its words.
func readPlain(text []byte) (tree any, object json.RawMessage, ok bool) {
	if err := goyaml.UnmarshalStrict(text, &tree); err != nil {
		return nil, nil, false
	}
	object, ok = appendJSON(make([]byte, 0, len(text)+len(text)/2), tree)
	return tree, object, ok
}

type member struct {
	key   string
	value any
}

func appendJSON(out []byte, value any) ([]byte, bool) {
	switch typed := value.(type) {
	case nil:
		return append(out, "null"...), true
	case bool:
		return strconv.AppendBool(out, typed), true
	case int:
		return strconv.AppendInt(out, int64(typed), 10), true
	case int64:
		return strconv.AppendInt(out, typed, 10), true
	case uint64:
		return strconv.AppendUint(out, typed, 10), true
	case string:
		return appendText(out, typed), true
	case []any:
		out = append(out, '[')
		for i, one := range typed {
			if i > 0 {
				out = append(out, ',')
			}
			var ok bool
			if out, ok = appendJSON(out, one); !ok {
				return nil, false
			}
		}
		return append(out, ']'), true
	case map[any]any:
		return appendTable(out, typed)
	}
	text, err := json.Marshal(value)
	return append(out, text...), err == nil
}

func appendTable(out []byte, table map[any]any) ([]byte, bool) {
	members := make([]member, 0, len(table))
	for key, value := range table {
		switch typed := key.(type) {
		case string:
			members = append(members, member{typed, value})
		case int:
			members = append(members, member{strconv.Itoa(typed), value})
		case bool:
			members = append(members, member{strconv.FormatBool(typed), value})
		default:
			return nil, false
		}
	}
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.key, b.key) })
	out = append(out, '{')
	for i, one := range members {
		if i > 0 {
			if members[i-1].key == one.key {
				return nil, false
			}
			out = append(out, ',')
		}
		out = append(appendText(out, one.key), ':')
		var ok bool
		if out, ok = appendJSON(out, one.value); !ok {
			return nil, false
		}
	}
	return append(out, '}'), true
}

const hexDigits = "0123456789abcdef"

func appendText(out []byte, text string) []byte {
	out = append(out, '"')
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && size == 1 {
				out = append(append(out, text[start:i]...), `\ufffd`...)
				start = i + 1
			}
			i += size - 1
			continue
		}
		out = append(out, text[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(out, text[start:]...), '"')
}
