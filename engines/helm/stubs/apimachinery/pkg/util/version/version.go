// Package version is a stand-in: it reads "v1.33.4-suffix" into its numbers and forgets the rest.
package version

import (
	"fmt"
	"strconv"
	"strings"
)

type Version struct{ numbers []uint }

// ParseGeneric reads at least two dotted numbers after an optional "v"; whatever follows them is ignored.
func ParseGeneric(text string) (*Version, error) {
	rest := strings.TrimPrefix(strings.TrimLeft(text, "\t\n\f\r "), "v")
	var found []string
	for {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 {
			break
		}
		found = append(found, rest[:digits])
		if rest = rest[digits:]; !strings.HasPrefix(rest, ".") {
			break
		}
		rest = rest[1:]
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("could not parse %q as version", text)
	case len(found) == 1:
		return nil, fmt.Errorf("illegal version string %q", text)
	case len(found[0]) > 1 && found[0][0] == '0':
		return nil, fmt.Errorf("illegal zero-prefixed version component %q in %q", found[0], text)
	}
	v := &Version{}
	for _, part := range found {
		number, err := strconv.ParseUint(part, 10, 0)
		if err != nil {
			return nil, fmt.Errorf("illegal non-numeric version component %q in %q: %v", part, text, err)
		}
		v.numbers = append(v.numbers, uint(number))
	}
	return v, nil
}

func (v *Version) Major() uint { return v.numbers[0] }
func (v *Version) Minor() uint { return v.numbers[1] }

func (v *Version) String() string {
	texts := make([]string, len(v.numbers))
	for i, number := range v.numbers {
		texts[i] = strconv.FormatUint(uint64(number), 10)
	}
	return strings.Join(texts, ".")
}
