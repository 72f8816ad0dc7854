//go:build !wasip1

package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"os"
)

// main serves the same calls on stdin and stdout, for comparisons and for builds that need no WebAssembly.
// A call: length of the request, length of the blob (4 bytes each, little endian), request, blob.
// An answer: its length, then the JSON.
func main() {
	in, out := bufio.NewReaderSize(os.Stdin, 1<<20), bufio.NewWriterSize(os.Stdout, 1<<20)
	for {
		var head [8]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return
		}
		body := make([]byte, binary.LittleEndian.Uint32(head[:4]))
		blob := make([]byte, binary.LittleEndian.Uint32(head[4:]))
		if _, err := io.ReadFull(in, body); err != nil {
			return
		}
		if _, err := io.ReadFull(in, blob); err != nil {
			return
		}
		answer := call(body, blob)
		binary.LittleEndian.PutUint32(head[:4], uint32(len(answer)))
		_, _ = out.Write(head[:4])
		_, _ = out.Write(answer)
		if err := out.Flush(); err != nil {
			return
		}
	}
}
