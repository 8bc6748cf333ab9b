package arch

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// Sizes is the report of lengths: a picture for people to judge, never a limit.
type Sizes struct {
	Files, Functions []Length // hand-written product code, longest first
	Rooms, Floors    int      // rooms that hold product code; length of the longest chain of imports between packages
}

// Length is one file or function and its number of lines.
type Length struct {
	Name  string
	Lines int
}

// Measure counts the lines of hand-written product code: tests and generated files are left out.
func Measure(tree *Tree, module string) Sizes {
	var sizes Sizes
	rooms := map[string]bool{}
	for _, file := range tree.Hand() {
		rooms[roomOf(file.Dir)] = true
		sizes.Files = append(sizes.Files, Length{file.Path, file.Lines})
		for _, declaration := range file.AST.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				first, last := file.set.Position(f.Pos()).Line, file.set.Position(f.End()).Line
				sizes.Functions = append(sizes.Functions, Length{file.Path + " " + f.Name.Name, last - first + 1})
			}
		}
	}
	delete(rooms, "")
	sizes.Rooms, sizes.Floors = len(rooms), longestChain(tree, module)
	longestFirst := func(a, b Length) int { return b.Lines - a.Lines }
	slices.SortStableFunc(sizes.Files, longestFirst)
	slices.SortStableFunc(sizes.Functions, longestFirst)
	return sizes
}

// String prints the table, then the files over 400 and the functions over 60 lines by name.
func (s Sizes) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s %6s %6s %6s %6s %14s\n", "", "count", "p50", "p90", "max", "over the line")
	longFiles, longFunctions := over(s.Files, 400), over(s.Functions, 60)
	row := func(name string, lengths, long []Length, limit int) {
		fmt.Fprintf(&b, "%-10s %6d %6d %6d %6d %8d > %d\n", name, len(lengths),
			percentile(lengths, 50), percentile(lengths, 90), percentile(lengths, 100), len(long), limit)
	}
	row("files", s.Files, longFiles, 400)
	row("functions", s.Functions, longFunctions, 60)
	fmt.Fprintf(&b, "rooms %d, longest chain of imports %d\n", s.Rooms, s.Floors)
	for _, long := range slices.Concat(longFiles, longFunctions) {
		fmt.Fprintf(&b, "  %4d  %s\n", long.Lines, long.Name)
	}
	return b.String()
}

func over(lengths []Length, limit int) []Length {
	end := slices.IndexFunc(lengths, func(l Length) bool { return l.Lines <= limit })
	if end < 0 {
		end = len(lengths)
	}
	return lengths[:end]
}

// percentile of a list sorted from the longest: the smallest length that p percent of the list do not exceed.
func percentile(lengths []Length, p int) int {
	if len(lengths) == 0 {
		return 0
	}
	rank := max(1, (p*len(lengths)+99)/100)
	return lengths[len(lengths)-rank].Lines
}

func longestChain(tree *Tree, module string) int {
	below := map[string][]string{}
	for _, file := range tree.Files {
		if file.Test {
			continue
		}
		below[file.Dir] = append(below[file.Dir], "") // a package without imports stands on the ground too
		for _, spec := range file.imports() {
			if dir, ours := strings.CutPrefix(spec.path, module+"/"); ours {
				below[file.Dir] = append(below[file.Dir], dir)
			}
		}
	}
	depth := map[string]int{}
	var walk func(string) int
	walk = func(dir string) int {
		if depth[dir] > 0 || dir == "" {
			return depth[dir]
		}
		depth[dir] = 1 // also ends the walk on a circle, which the compiler refuses anyway
		deepest := 0
		for _, other := range below[dir] {
			deepest = max(deepest, walk(other))
		}
		depth[dir] = deepest + 1
		return depth[dir]
	}
	longest := 0
	for dir := range below {
		longest = max(longest, walk(dir))
	}
	return longest
}
