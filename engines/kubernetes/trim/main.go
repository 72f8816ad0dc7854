// Command trim cuts from vendored packages what the engine has no use for: clients, storage, servers. It edits a vendor
// folder in place, by a plan: the sources themselves stay where they come from.
//
//	trim PLAN.json VENDOR-FOLDER
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// rule says what goes from one package, or, with Tree, from every package under a path. A rule that changes nothing fails
// the build: upstream has moved, and the plan must be read again.
type rule struct {
	Package string `json:"package"`
	Tree    string `json:"tree"`
	Why     string `json:"why"`
	// Files to delete: base names, or patterns of them.
	DeleteFiles []string `json:"deleteFiles"`
	// If set, every other file goes.
	KeepFiles []string `json:"keepFiles"`
	// Declarations that use these imports go, and what uses those declarations.
	DropImports []string `json:"dropImports"`
	// Declarations that go: Name, or Receiver.Name.
	DropDeclarations []string `json:"dropDeclarations"`
	// Statements and arguments of an install package go that use imports which match.
	DropVersions string `json:"dropVersions"`
	// Files of ours, beside the plan, that join the package.
	Add []string `json:"add"`
	// Texts that take the place of others, by file.
	Replace map[string][][2]string `json:"replace"`
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "trim:", err)
		os.Exit(1)
	}
}

func run(planFile, vendor string) error {
	text, err := os.ReadFile(planFile)
	if err != nil {
		return err
	}
	var plan []rule
	if err := json.Unmarshal(text, &plan); err != nil {
		return fmt.Errorf("%s: %w", planFile, err)
	}
	for _, one := range plan {
		changed, err := one.apply(vendor, filepath.Dir(planFile))
		if err == nil && !changed {
			err = errors.New("nothing there to cut")
		}
		if err != nil {
			return fmt.Errorf("%s%s: %w", one.Package, one.Tree, err)
		}
	}
	return nil
}

func (r *rule) apply(vendor, beside string) (bool, error) {
	if r.Tree != "" {
		return r.deleteInTree(filepath.Join(vendor, filepath.FromSlash(r.Tree)))
	}
	folder := filepath.Join(vendor, filepath.FromSlash(r.Package))
	changed, err := r.deleteFiles(folder)
	if err != nil {
		return false, err
	}
	for name, pairs := range r.Replace {
		if err := replaceTexts(filepath.Join(folder, name), pairs); err != nil {
			return false, err
		}
		changed = true
	}
	source, err := parsePackage(folder)
	if err != nil {
		return false, err
	}
	if r.DropVersions != "" {
		source.dropVersions(regexp.MustCompile(r.DropVersions))
	}
	source.drop(r.DropImports, r.DropDeclarations)
	if missing := source.missing(r.DropDeclarations); len(missing) > 0 {
		return false, fmt.Errorf("no declaration %s", strings.Join(missing, ", "))
	}
	written, err := source.write()
	if err != nil {
		return false, err
	}
	for _, name := range r.Add {
		text, err := os.ReadFile(filepath.Join(beside, name))
		if err != nil {
			return false, err
		}
		if err := os.WriteFile(filepath.Join(folder, "slipway_"+filepath.Base(name)), text, 0o644); err != nil {
			return false, err
		}
	}
	return changed || written, nil
}

func (r *rule) deleteFiles(folder string) (changed bool, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			continue
		}
		goes := matches(r.DeleteFiles, name) || (len(r.KeepFiles) > 0 && !matches(r.KeepFiles, name))
		if !goes {
			continue
		}
		changed = true
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return false, err
		}
	}
	return changed, nil
}

func (r *rule) deleteInTree(folder string) (changed bool, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !matches(r.DeleteFiles, entry.Name()) {
			return err
		}
		changed = true
		return os.Remove(path)
	})
	return changed, err
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		isMatch, err := filepath.Match(pattern, name)
		return err == nil && isMatch
	})
}

func replaceTexts(path string, pairs [][2]string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed := string(text)
	for _, pair := range pairs {
		if strings.Count(changed, pair[0]) != 1 {
			return fmt.Errorf("%s does not hold exactly once: %s", filepath.Base(path), pair[0])
		}
		changed = strings.Replace(changed, pair[0], pair[1], 1)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}
