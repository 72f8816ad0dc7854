//go:build wasip1

package main

import (
	"runtime"
	"runtime/debug"
)

// reserved is nearly all that the limit of protocol.go lets the heap have.
const reserved = 144 << 20

var hasReserved bool

// settle frees what nothing refers to, so that a copy of the memory holds little more than what is in use. Twice:
// pools give up their contents in two steps.
//
//go:wasmexport settle
func settle() {
	// Once, while the engine is built: a memory that grows by a few pages at a time costs more than the work that needs
	// them, and what is never touched costs nothing.
	if !hasReserved {
		hasReserved = true
		room := make([]byte, reserved)
		runtime.KeepAlive(room)
	}
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
