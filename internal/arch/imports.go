package arch

import (
	"slices"
	"strings"
)

// Only says that some imports belong to some folders. Import and In are patterns: "store" is that folder alone,
// "store/..." also what lies below. Tests may import what they like.
type Only struct {
	Import []string
	In     []string
}

// Check finds imports that stand outside their folders.
func (o Only) Check(tree *Tree) []string {
	return findImports(tree, func(dir, imported string) bool {
		return matchesAny(o.Import, imported) && !matchesAny(o.In, dir)
	}, "belongs to "+strings.Join(o.In, ", "))
}

// Never says that some folders do without some imports.
type Never struct {
	From   []string
	Import []string
	Why    string
}

// Check finds the forbidden imports.
func (n Never) Check(tree *Tree) []string {
	return findImports(tree, func(dir, imported string) bool {
		return matchesAny(n.From, dir) && matchesAny(n.Import, imported)
	}, n.Why)
}

// Modules says which modules a folder's product code may use beside the standard library and this module.
type Modules struct {
	In      []string // folders
	Allowed []string // module paths
	Own     string   // this module, always allowed; empty = not even this module
}

// Check finds imports of any other module.
func (m Modules) Check(tree *Tree) []string {
	return findImports(tree, func(dir, imported string) bool {
		return matchesAny(m.In, dir) && !m.allows(imported)
	}, "may use only the standard library and "+strings.Join(append([]string{"itself"}, m.Allowed...), ", "))
}

func (m Modules) allows(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return true // the standard library
	}
	if m.Own != "" && matches(m.Own+"/...", imported) {
		return true
	}
	return slices.ContainsFunc(m.Allowed, func(module string) bool { return matches(module+"/...", imported) })
}

func findImports(tree *Tree, bad func(dir, imported string) bool, why string) []string {
	var found []string
	for _, file := range tree.Files {
		if file.Test {
			continue
		}
		for _, spec := range file.imports() {
			if bad(file.Dir, spec.path) {
				found = append(found, file.at(spec.pos, "%s imports %s: %s", file.Dir, spec.path, why))
			}
		}
	}
	return found
}

// Dependencies finds imports of modules that are neither listed nor, in tests and in the test folders, listed for tests.
func Dependencies(tree *Tree, own string, product, tests, testFolders []string) []string {
	forProduct := Modules{Allowed: product, Own: own}
	forTests := Modules{Allowed: slices.Concat(product, tests), Own: own}
	var found []string
	for _, file := range tree.Files {
		allowed := forProduct
		if file.Test || matchesAny(testFolders, file.Dir) {
			allowed = forTests
		}
		for _, spec := range file.imports() {
			if !allowed.allows(spec.path) {
				found = append(found, file.at(spec.pos, "%s is not a listed dependency here", spec.path))
			}
		}
	}
	return found
}
