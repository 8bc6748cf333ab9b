package arch

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// DirectRequires finds direct requirements of a go.mod file (its text is given) that no list names.
func DirectRequires(gomod []byte, listed []string) ([]string, error) {
	file, err := modfile.Parse("go.mod", gomod, nil)
	if err != nil {
		return nil, fmt.Errorf("read go.mod: %w", err)
	}
	var found []string
	for _, require := range file.Require {
		if !require.Indirect && !slices.Contains(listed, require.Mod.Path) {
			found = append(found, fmt.Sprintf("go.mod:%d: %s is not a listed dependency", require.Syntax.Start.Line, require.Mod.Path))
		}
	}
	return found, nil
}

// Required returns the version of a module that a go.mod file requires, "" when it requires none.
func Required(gomod []byte, module string) (string, error) {
	file, err := modfile.ParseLax("go.mod", gomod, nil)
	if err != nil {
		return "", fmt.Errorf("read go.mod: %w", err)
	}
	for _, require := range file.Require {
		if require.Mod.Path == module {
			return require.Mod.Version, nil
		}
	}
	return "", nil
}

// Unexplained returns the modules that have no row of their own in a table of the page.
func Unexplained(page string, modules []string) []string {
	var found []string
	for _, module := range modules {
		row := func(line string) bool {
			return strings.HasPrefix(line, "|") && strings.Contains(line, "`"+module+"`")
		}
		if !slices.ContainsFunc(strings.Split(page, "\n"), row) {
			found = append(found, module+" has no row in the table of dependencies")
		}
	}
	return found
}
