package arch

import (
	"go/ast"
	"slices"
	"strings"
)

// PackageDocs finds packages without a doc comment ("Package civil …", for a program "Command balajol …" or the
// program's name) and files whose first words are anything else than that comment, a build constraint or the package clause.
func PackageDocs(tree *Tree) []string {
	var found []string
	documented := map[string]bool{}
	for _, file := range tree.Files {
		if ast.IsGenerated(file.AST) {
			documented[file.Dir] = true // a generator writes no package comment; its folder is explained by its owner
			continue
		}
		if documents(file.AST) {
			documented[file.Dir] = true
		}
		for _, group := range file.AST.Comments {
			if group.Pos() < file.AST.Package && group != file.AST.Doc && !isConstraint(group) {
				found = append(found, file.at(group.Pos(), "a comment stands before the package's words"))
			}
		}
	}
	for _, file := range tree.Files {
		if !documented[file.Dir] {
			documented[file.Dir] = true // told once
			found = append(found, file.Dir+": package "+file.AST.Name.Name+" has no doc comment")
		}
	}
	slices.Sort(found)
	return found
}

func documents(file *ast.File) bool {
	text := file.Doc.Text()
	if file.Name.Name == "main" {
		return text != ""
	}
	return strings.HasPrefix(text, "Package "+strings.TrimSuffix(file.Name.Name, "_test")+" ") ||
		strings.HasPrefix(text, "Package "+file.Name.Name+" ")
}

func isConstraint(group *ast.CommentGroup) bool {
	return strings.HasPrefix(group.List[0].Text, "//go:build ")
}

// ExportedDocs finds exported names without a comment. A group of constants or variables may share one; a program's
// names are its own affair.
func ExportedDocs(tree *Tree) []string {
	var found []string
	for _, file := range tree.Hand() {
		if file.AST.Name.Name == "main" {
			continue
		}
		for _, declaration := range file.AST.Decls {
			for _, name := range undocumented(declaration) {
				found = append(found, file.at(name.Pos(), "%s has no comment", name.Name))
			}
		}
	}
	return found
}

func undocumented(declaration ast.Decl) []*ast.Ident {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || ast.IsExported(receiver(d))) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range d.Specs {
			names = append(names, undocumentedSpec(spec, d.Doc != nil)...)
		}
		return names
	}
	return nil
}

func undocumentedSpec(spec ast.Spec, groupHasDoc bool) []*ast.Ident {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && !groupHasDoc {
			return []*ast.Ident{s.Name}
		}
	case *ast.ValueSpec:
		if s.Doc != nil || s.Comment != nil || groupHasDoc {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(s.Names), func(name *ast.Ident) bool { return !name.IsExported() })
	}
	return nil
}

// receiver is the name of the type that a method belongs to.
func receiver(method *ast.FuncDecl) string {
	expression := method.Recv.List[0].Type
	for {
		switch e := expression.(type) {
		case *ast.StarExpr:
			expression = e.X
		case *ast.IndexExpr:
			expression = e.X
		case *ast.IndexListExpr:
			expression = e.X
		case *ast.Ident:
			return e.Name
		default:
			return ""
		}
	}
}
