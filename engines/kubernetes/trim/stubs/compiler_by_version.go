package validation

import (
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

var compilers = map[string]plugincel.Compiler{}

// compilerOf keeps a compiler for each version: the engine plays several.
func compilerOf(compatibility *version.Version) plugincel.Compiler {
	compiler, ok := compilers[compatibility.String()]
	if !ok {
		compiler = plugincel.NewCompiler(environment.MustBaseEnvSet(compatibility))
		compilers[compatibility.String()] = compiler
	}
	return compiler
}
