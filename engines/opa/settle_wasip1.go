//go:build wasip1

package main

import "runtime/debug"

// settle frees what nothing refers to, so that a copy of the memory holds little more than what is in use. Twice:
// pools give up their contents in two steps.
//
//go:wasmexport settle
func settle() {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
