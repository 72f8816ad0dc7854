// Package yaml is a stand-in: it splits a YAML stream at its "---" lines.
package yaml

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

type YAMLReader struct{ reader *bufio.Reader }

func NewYAMLReader(reader *bufio.Reader) *YAMLReader { return &YAMLReader{reader} }

// Separator tells whether a line ends a document; only a comment may follow the dashes.
func Separator(line []byte) (bool, error) {
	rest, found := bytes.CutPrefix(line, []byte("---"))
	if !found {
		return false, nil
	}
	if rest = bytes.TrimSpace(rest); len(rest) > 0 && rest[0] != '#' {
		return false, fmt.Errorf("invalid Yaml document separator: %s", rest)
	}
	return true, nil
}

// Read returns the next document; a separator that comes before any content belongs to the document it opens.
func (y *YAMLReader) Read() ([]byte, error) {
	var document bytes.Buffer
	for {
		line, end := y.reader.ReadBytes('\n')
		if end != nil && end != io.EOF {
			return nil, end
		}
		separator, err := Separator(line)
		if err != nil {
			return nil, err
		}
		if separator && document.Len() > 0 {
			return document.Bytes(), nil
		}
		document.Write(line)
		if end == io.EOF {
			if document.Len() > 0 {
				return document.Bytes(), nil
			}
			return nil, io.EOF
		}
	}
}
