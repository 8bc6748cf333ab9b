package arch

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Selector says that names of a package (time.Now, rand.IntN) may be mentioned in some folders only. A mention
// without a call counts too: time.Now given away as a value is still the clock. Tests are free.
type Selector struct {
	Package string   // import path
	Names   []string // the names; empty = every name but those in Except
	Except  []string
	In      []string // folder patterns that may; nothing = nobody
	Why     string
}

// Check finds mentions outside the permitted folders, and dot imports of the package, which would hide them.
func (s Selector) Check(tree *Tree) []string {
	var found []string
	for _, file := range tree.Files {
		if file.Test || matchesAny(s.In, file.Dir) {
			continue
		}
		for _, spec := range file.imports() {
			if spec.path != s.Package {
				continue
			}
			if spec.name == "." {
				found = append(found, file.at(spec.pos, "dot import of %s: %s", s.Package, s.Why))
			}
			for _, mention := range file.mentions(spec.name) {
				if s.names(mention.Sel.Name) {
					found = append(found, file.at(mention.Pos(), "%s.%s: %s", spec.name, mention.Sel.Name, s.Why))
				}
			}
		}
	}
	return found
}

func (s Selector) names(name string) bool {
	if len(s.Names) > 0 {
		return slices.Contains(s.Names, name)
	}
	return !slices.Contains(s.Except, name)
}

// mentions returns the selectors on an imported package. A variable with the same name has an object and is left out.
func (f *File) mentions(packageName string) []*ast.SelectorExpr {
	var list []*ast.SelectorExpr
	ast.Inspect(f.AST, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if left, ok := selector.X.(*ast.Ident); ok && left.Name == packageName && left.Obj == nil {
				list = append(list, selector)
			}
		}
		return true
	})
	return list
}

// NoSaves finds selectors that begin with Save in the given folders: the way round the use cases.
func NoSaves(tree *Tree, in []string) []string {
	return inspect(tree, in, func(file *File, node ast.Node) string {
		if selector, ok := node.(*ast.SelectorExpr); ok && strings.HasPrefix(selector.Sel.Name, "Save") {
			return file.at(selector.Sel.Pos(), "%s is for use cases only", selector.Sel.Name)
		}
		return ""
	})
}

// NoFloats finds floating-point types and literals in the given folders.
func NoFloats(tree *Tree, in []string) []string {
	return inspect(tree, in, func(file *File, node ast.Node) string {
		switch n := node.(type) {
		case *ast.Ident:
			if n.Name == "float64" || n.Name == "float32" {
				return file.at(n.Pos(), "%s has no place where money is counted", n.Name)
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT {
				return file.at(n.Pos(), "%s: a fraction has no place where money is counted", n.Value)
			}
		}
		return ""
	})
}

// A string is taken for SQL when a statement begins it: in capitals any statement word will do, in small letters
// ("select a group from the list") only what no sentence says.
var statement = regexp.MustCompile(`^\s*(?:` +
	`(?:SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|TRUNCATE|PRAGMA|VACUUM|COPY)\s` +
	`|(?i:select\s+(?:\*|count\(|[\w.]+\s*,).*\sfrom\s|insert\s+into\s+\w+\s*\(|update\s+\w+\s+set\s|delete\s+from\s+\w+\s*(?:where|$)` +
	`|(?:create|alter|drop)\s+(?:table|index|database|view)\s|pragma\s+\w+|with\s+(?:recursive\s+)?\w+\s+as\s*\())`)

// NoSQL finds string literals that hold an SQL statement in the given folders.
func NoSQL(tree *Tree, in []string) []string {
	return inspect(tree, in, func(file *File, node ast.Node) string {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return ""
		}
		text, err := strconv.Unquote(literal.Value)
		if err == nil && statement.MatchString(strings.ReplaceAll(text, "\n", " ")) {
			return file.at(literal.Pos(), "SQL belongs to store")
		}
		return ""
	})
}

// Borrows finds functions and methods of one folder's package that another folder calls without permission: a judge
// that borrows more than the words of the case repeats the mistakes of the judged. Types, constants and variables are
// words and free. A method is known by its name alone; one that the borrower declares itself is its own.
func Borrows(tree *Tree, borrower, lender string, permitted []string) []string {
	lent, methods, own := functions(tree, lender, false), functions(tree, lender, true), functions(tree, borrower, true)
	return inspect(tree, []string{borrower}, func(file *File, node ast.Node) string {
		call, isCall := node.(*ast.CallExpr)
		if isCall {
			node = call.Fun
		}
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		name := selector.Sel.Name
		left, isName := selector.X.(*ast.Ident)
		isPackage := isName && left.Obj == nil
		fromLender := isPackage && left.Name == callName(lender)
		switch {
		case isPackage && !fromLender:
			return ""
		case slices.Contains(permitted, name), isCall == fromLender: // a field; a call of the lender's function is seen as its selector
			return ""
		case fromLender && !slices.Contains(lent, name), !fromLender && (!slices.Contains(methods, name) || slices.Contains(own, name)):
			return ""
		}
		return file.at(selector.Pos(), "%s may not borrow %s of %s", borrower, name, lender)
	})
}

// functions are the exported functions, or else methods, that a folder's product code declares.
func functions(tree *Tree, folder string, methods bool) []string {
	var names []string
	for _, file := range tree.Hand() {
		if file.Dir != folder {
			continue
		}
		for _, declaration := range file.AST.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Name.IsExported() && (f.Recv != nil) == methods {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}

func inspect(tree *Tree, in []string, judge func(*File, ast.Node) string) []string {
	var found []string
	for _, file := range tree.Files {
		if file.Test || !matchesAny(in, file.Dir) {
			continue
		}
		ast.Inspect(file.AST, func(node ast.Node) bool {
			if finding := judge(file, node); finding != "" {
				found = append(found, finding)
			}
			return true
		})
	}
	return found
}
