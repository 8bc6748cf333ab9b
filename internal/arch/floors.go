package arch

import (
	"path"
	"slices"
	"strings"
)

// House is the plan of the rooms.
type House struct {
	Module  string          // module path without a slash at the end
	Floors  [][]string      // first folders from the ground up
	Wings   map[string]Wing // rooms whose second folders are told apart
	Outside []string        // first folders that hold no Go of this module
	Aside   []string        // folder names that may lie, and hold folders, deeper than two
}

// Wing says who may import whom inside one room. A folder of the room that is not listed has no floor.
type Wing map[string][]string // second folder ("" is the room's own package) → second folders that it may import

// ImportsGoDown finds imports of a room on the same or a higher floor, and imports inside a wing that its plan lacks.
func (h House) ImportsGoDown(tree *Tree) []string {
	var found []string
	for _, file := range tree.Files {
		if file.Test {
			continue
		}
		for _, spec := range file.imports() {
			imported, ours := strings.CutPrefix(spec.path, h.Module+"/")
			if !ours {
				continue
			}
			room, other := roomOf(file.Dir), roomOf(imported)
			switch wing, winged := h.Wings[room]; {
			case room != other && h.floorOf(other) >= h.floorOf(room):
				found = append(found, file.at(spec.pos, "%s may not import %s", file.Dir, imported))
			case room == other && winged && !slices.Contains(wing[second(file.Dir)], second(imported)):
				found = append(found, file.at(spec.pos, "%s may not import its neighbour %s", file.Dir, imported))
			}
		}
	}
	return found
}

// FoldersHaveFloors finds folders that the plan does not know and folders that lie too deep.
func (h House) FoldersHaveFloors(tree *Tree) []string {
	var found []string
	for _, folder := range tree.Folders {
		parts := strings.Split(folder, "/")
		if len(parts) == 1 && h.floorOf(folder) < 0 && !slices.Contains(h.Outside, folder) {
			found = append(found, folder+": has no floor")
		}
		aside := slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(h.Aside, part) })
		if len(parts) > 2 && !aside {
			found = append(found, folder+": lies more than two folders deep")
		}
		if wing, winged := h.Wings[parts[0]]; winged && len(parts) == 2 && !aside {
			if _, known := wing[parts[1]]; !known {
				found = append(found, folder+": has no place in "+parts[0])
			}
		}
	}
	return found
}

// PackageNames finds packages with a name that says nothing, and folders whose package has another name.
func PackageNames(tree *Tree, empty []string) []string {
	var found []string
	for _, file := range tree.Files {
		name := strings.TrimSuffix(file.AST.Name.Name, "_test")
		switch {
		case slices.Contains(empty, name):
			found = append(found, file.at(file.AST.Name.Pos(), "package name %s says nothing", name))
		case file.Dir != "." && name != "main" && name != path.Base(file.Dir):
			found = append(found, file.at(file.AST.Name.Pos(), "package %s lies in folder %s", name, file.Dir))
		}
	}
	return found
}

func (h House) floorOf(room string) int {
	return slices.IndexFunc(h.Floors, func(rooms []string) bool { return slices.Contains(rooms, room) })
}

// second is the second folder of a path, "" when it has none.
func second(dir string) string {
	_, rest, _ := strings.Cut(dir, "/")
	folder, _, _ := strings.Cut(rest, "/")
	return folder
}
