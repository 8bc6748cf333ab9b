// Package arch reads the repository as rooms on floors and tells where a rule of the house is broken.
// It parses source, never runs it, so a rule costs milliseconds and also sees rooms that do not compile yet.
// The rules' figures and lists stand in arch_test.go in the repository's root; here is how they are judged.
//
// Every rule returns findings: lines of the form "path:line: what is wrong", sorted by path, none when the rule holds.
package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// File is one parsed Go file of the repository.
type File struct {
	Path  string // slash-separated, from the repository's root
	Dir   string // folder of Path, "." for the root
	Test  bool   // its name ends in _test.go
	Lines int    // number of lines
	AST   *ast.File
	set   *token.FileSet
}

// Tree is the repository: its Go files and its folders, both sorted by path.
type Tree struct {
	Files   []*File
	Folders []string
}

// Load reads every folder and Go file below the root of fsys. It leaves out hidden folders, the folders named in
// ignored (paths from the root), testdata, and nested modules.
func Load(fsys fs.FS, ignored ...string) (*Tree, error) {
	tree := &Tree{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return tree.enter(fsys, name, ignored)
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		file, err := parse(fsys, name)
		if err != nil {
			return err
		}
		tree.Files = append(tree.Files, file)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the tree: %w", err)
	}
	return tree, nil
}

func (t *Tree) enter(fsys fs.FS, name string, ignored []string) error {
	if name == "." {
		return nil
	}
	if strings.HasPrefix(path.Base(name), ".") || path.Base(name) == "node_modules" || slices.Contains(ignored, name) {
		return fs.SkipDir
	}
	t.Folders = append(t.Folders, name)
	if path.Base(name) == "testdata" {
		return fs.SkipDir
	}
	if _, err := fs.Stat(fsys, path.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

func parse(fsys fs.FS, name string) (*File, error) {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, name, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	return &File{
		Path:  name,
		Dir:   path.Dir(name),
		Test:  strings.HasSuffix(name, "_test.go"),
		Lines: bytes.Count(source, []byte("\n")),
		AST:   syntax,
		set:   set,
	}, nil
}

// Hand returns the files that people wrote for the product: no tests, nothing generated.
func (t *Tree) Hand() []*File {
	var hand []*File
	for _, file := range t.Files {
		if !file.Test && !ast.IsGenerated(file.AST) {
			hand = append(hand, file)
		}
	}
	return hand
}

// at words a finding at a position of the file.
func (f *File) at(pos token.Pos, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: %s", f.Path, f.set.Position(pos).Line, fmt.Sprintf(format, args...))
}

// importOf is one import of a file: the path, and the name that the file calls it by.
type importOf struct {
	path, name string
	pos        token.Pos
}

func (f *File) imports() []importOf {
	var list []importOf
	for _, spec := range f.AST.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has refused such a file already
		}
		name := callName(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		list = append(list, importOf{imported, name, spec.Pos()})
	}
	return list
}

// callName is the last element of an import path that is not a major version: "math/rand/v2" is called rand.
func callName(imported string) string {
	dir, last := path.Split(imported)
	if len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == "" {
		last = path.Base(dir)
	}
	return last
}

// matches tells whether a slash path is meant by a pattern: itself, or with "/..." at the end also what lies below.
func matches(pattern, name string) bool {
	if below, tree := strings.CutSuffix(pattern, "/..."); tree {
		return name == below || strings.HasPrefix(name, below+"/")
	}
	return name == pattern
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, name) })
}

// roomOf is the first folder of a path, "" for what lies in the root.
func roomOf(dir string) string {
	if dir == "." {
		return ""
	}
	room, _, _ := strings.Cut(dir, "/")
	return room
}
