package arch

import (
	"go/ast"
	"maps"
	"path"
	"slices"
)

// UseCases finds exported methods of a type Service below the folder service that do not take (ctx, access.Actor, …)
// first, or from which no call of Require is reached inside the wing and the shared package service. Free holds the
// methods that need no right, "admission.Service.Name" → the reason; a line there that frees nothing is a finding too.
func UseCases(tree *Tree, free map[string]string) []string {
	var found []string
	unused := maps.Clone(free)
	for _, wing := range wings(tree) {
		calls := callGraph(tree, wing, "service")
		for _, file := range tree.Hand() {
			if file.Dir != wing {
				continue
			}
			for _, method := range serviceMethods(file) {
				name := path.Base(wing) + ".Service." + method.Name.Name
				if _, ok := free[name]; ok {
					delete(unused, name)
					continue
				}
				if !takesActor(method) {
					found = append(found, file.at(method.Pos(), "%s does not take (ctx context.Context, actor access.Actor, …)", name))
				}
				if !reaches(calls, method.Name.Name, "Require") {
					found = append(found, file.at(method.Pos(), "%s never calls Require", name))
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unused)) {
		found = append(found, "service: "+name+" is freed of Require but does not exist")
	}
	return found
}

func wings(tree *Tree) []string {
	var list []string
	for _, file := range tree.Hand() {
		if roomOf(file.Dir) == "service" && file.Dir != "service" {
			list = append(list, file.Dir)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func serviceMethods(file *File) []*ast.FuncDecl {
	var list []*ast.FuncDecl
	for _, declaration := range file.AST.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.IsExported() && receiver(f) == "Service" {
			list = append(list, f)
		}
	}
	return list
}

func takesActor(method *ast.FuncDecl) bool {
	var types []ast.Expr
	for _, field := range method.Type.Params.List {
		for range max(1, len(field.Names)) {
			types = append(types, field.Type)
		}
	}
	return len(types) >= 2 && isSelector(types[0], "context", "Context") && isSelector(types[1], "access", "Actor")
}

func isSelector(expression ast.Expr, left, right string) bool {
	selector, ok := expression.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != right {
		return false
	}
	name, ok := selector.X.(*ast.Ident)
	return ok && name.Name == left
}

// callGraph maps each function of the folders to the names that it calls. Names stand for functions: two methods with
// one name are one node, which makes the rule a little too kind and never too strict.
func callGraph(tree *Tree, folders ...string) map[string][]string {
	calls := map[string][]string{}
	for _, file := range tree.Hand() {
		if !slices.Contains(folders, file.Dir) {
			continue
		}
		for _, declaration := range file.AST.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				calls[f.Name.Name] = append(calls[f.Name.Name], called(f)...)
			}
		}
	}
	return calls
}

func called(function *ast.FuncDecl) []string {
	var names []string
	ast.Inspect(function, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			switch callee := call.Fun.(type) {
			case *ast.Ident:
				names = append(names, callee.Name)
			case *ast.SelectorExpr:
				names = append(names, callee.Sel.Name)
			}
		}
		return true
	})
	return names
}

func reaches(calls map[string][]string, from, to string) bool {
	seen := map[string]bool{}
	var walk func(string) bool
	walk = func(name string) bool {
		if name == to {
			return true
		}
		if seen[name] {
			return false
		}
		seen[name] = true
		return slices.ContainsFunc(calls[name], walk)
	}
	return walk(from)
}
