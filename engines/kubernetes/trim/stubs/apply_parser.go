package applyconfigurations

import (
	"k8s.io/client-go/applyconfigurations/internal"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// Parser knows the types of every built-in kind as server-side apply reads them.
func Parser() *typed.Parser { return internal.Parser() }
