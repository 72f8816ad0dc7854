package engine

import (
	ci "helm.sh/helm/v4/pkg/chart"
	"helm.sh/helm/v4/pkg/chart/common"
)

// ParseChart parses all templates of a chart ahead of its first render; what cannot be parsed is left to that.
func ParseChart(c ci.Charter) {
	var e Engine
	t := newTemplateSet()
	e.initFunMap(t)
	for name, file := range allTemplates(c, common.Values{}) {
		_ = parseOnce(t.New(name), file.tpl)
	}
}
