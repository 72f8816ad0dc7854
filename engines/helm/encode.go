package main

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// encoder writes JSON by hand: documents are already JSON, and encoding/json would scan them again.
type encoder struct {
	out   bytes.Buffer
	texts *json.Encoder
}

func (e *encoder) text(name, value string) {
	e.raw(name, nil)
	e.value(value)
}

func (e *encoder) value(value any) {
	// Strings, numbers and our own structs always encode.
	_ = e.texts.Encode(value)
	e.out.Truncate(e.out.Len() - 1)
}

// raw writes a member's name and its value, when there is one, which must be JSON.
func (e *encoder) raw(name string, value []byte) {
	if last := e.out.Bytes()[e.out.Len()-1]; last != '{' && last != '[' {
		e.out.WriteByte(',')
	}
	e.out.WriteByte('"')
	e.out.WriteString(name)
	e.out.WriteString(`":`)
	e.out.Write(value)
}

func (e *encoder) optional(name, value string) {
	if value != "" {
		e.text(name, value)
	}
}

func (e *encoder) duplicates(found []problem) {
	if len(found) > 0 {
		e.raw("duplicates", nil)
		e.value(found)
	}
}

func (r *response) encode() []byte {
	e := &encoder{}
	e.texts = json.NewEncoder(&e.out)
	e.texts.SetEscapeHTML(false)
	e.out.WriteByte('{')
	e.optional("error", r.Error)
	e.optional("warnings", r.Warnings)
	e.optional("notes", r.Notes)
	if r.Info != nil {
		e.raw("info", r.Info)
	}
	if r.Chart != nil {
		e.raw("chart", nil)
		e.value(r.Chart)
	}
	if r.Documents != nil {
		e.raw("documents", []byte{'['})
		for i := range r.Documents {
			if i > 0 {
				e.out.WriteByte(',')
			}
			e.document(&r.Documents[i])
		}
		e.out.WriteByte(']')
	}
	if r.Parsed != nil {
		e.raw("parsed", []byte{'['})
		for i := range r.Parsed {
			if i > 0 {
				e.out.WriteByte(',')
			}
			e.parsed(&r.Parsed[i])
		}
		e.out.WriteByte(']')
	}
	if r.Rendered != nil {
		e.raw("rendered", []byte{'['})
		for i := range r.Rendered {
			if i > 0 {
				e.out.WriteByte(',')
			}
			e.rendered(&r.Rendered[i])
		}
		e.out.WriteByte(']')
	}
	e.out.WriteByte('}')
	return e.out.Bytes()
}

func (e *encoder) document(d *document) {
	e.out.WriteByte('{')
	e.text("kind", d.kind)
	e.text("source", d.source)
	if !d.omitText {
		e.text("text", d.text)
	}
	if d.object != nil {
		e.raw("object", d.object)
	}
	e.optional("error", d.err)
	e.duplicates(d.duplicates)
	e.out.WriteByte('}')
}

func (e *encoder) parsed(p *parsedDocument) {
	e.out.WriteByte('{')
	e.raw("index", []byte(strconv.Itoa(p.index)))
	e.raw("line", []byte(strconv.Itoa(p.line)))
	if p.object != nil {
		e.raw("object", p.object)
	}
	e.optional("error", p.err)
	e.duplicates(p.duplicates)
	e.out.WriteByte('}')
}

func (e *encoder) rendered(t *renderedText) {
	e.out.WriteByte('{')
	e.text("text", t.text)
	e.optional("error", t.err)
	e.out.WriteByte('}')
}
