package main

import (
	"errors"
	"fmt"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/util/compatibility"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	basecompatibility "k8s.io/component-base/compatibility"
	baseversion "k8s.io/component-base/version"
	"k8s.io/klog/v2"
)

var (
	own      = version.MustParse(baseversion.DefaultKubeBinaryVersion)
	emulated = own
)

// kubernetesVersion is the minor whose types and rules the engine holds, "1.36".
var kubernetesVersion = fmt.Sprintf("%d.%d", own.Major(), own.Minor())

func init() {
	// There would be a line for each gate that changes.
	klog.SetLogger(logr.Discard())
}

// emulate lets what follows judge as a server of that minor does: its feature gates, and the CEL that it takes in new rules.
// Types stay those of the engine. A newer minor is judged as the engine's own.
func emulate(minor string) error {
	wanted := own
	if minor != "" {
		parsed, err := version.ParseMajorMinor(minor)
		if err != nil {
			return err
		}
		if parsed.LessThan(own) {
			wanted = parsed
		}
	}
	if wanted.EqualTo(emulated) {
		return nil
	}
	kube := compatibility.DefaultComponentGlobalsRegistry.EffectiveVersionFor(basecompatibility.DefaultKubeComponent)
	effective, ok := kube.(basecompatibility.MutableEffectiveVersion)
	if !ok {
		return errors.New("the effective version cannot be set")
	}
	effective.SetEmulationVersion(wanted)
	// A rule must work on the server before, too, to which one may have to go back.
	oldest := wanted.SubtractMinor(1)
	effective.SetMinCompatibilityVersion(oldest)
	if err := utilfeature.DefaultMutableFeatureGate.SetEmulationVersion(wanted); err != nil {
		return err
	}
	emulated = wanted
	return nil
}
