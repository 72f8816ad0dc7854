//go:build wasip1

package main

import "unsafe"

func main() {}

var pending, pendingBlob, answer []byte

// alloc makes room for the request (which = 0) or its blob (which = 1) and returns the address.
//
//go:wasmexport alloc
func alloc(which, length uint32) uint32 {
	room := make([]byte, length+1)
	if which == 0 {
		pending = room[:length]
	} else {
		pendingBlob = room[:length]
	}
	return uint32(uintptr(unsafe.Pointer(&room[0])))
}

// run answers the request; it returns the answer's length, resultPtr its address.
//
//go:wasmexport run
func run() uint32 {
	answer = call(pending, pendingBlob)
	pending, pendingBlob = nil, nil
	return uint32(len(answer))
}

//go:wasmexport resultPtr
func resultPtr() uint32 { return uint32(uintptr(unsafe.Pointer(&answer[0]))) }

// done lets go of the answer.
//
//go:wasmexport done
func done() { answer = nil }
