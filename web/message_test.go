package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/web/page"
	"github.com/balajol/balajol/web/templates"
)

var (
	literalKey = regexp.MustCompile(`\b(?:t|n) "([a-z0-9_.]+)"`)
	madeKey    = regexp.MustCompile(`\bt \(print "([a-z0-9_.]+)" `)
)

// madeWords are the ends of the keys that templates make, by their beginning. Those of rounds are read from their source.
var madeWords = map[string][]string{
	"page.section.":            {"start", "kindergartens", "position", "queues", "protocol", "rules", "record", "about"},
	"page.error.":              {"400", "403", "404", "409", "500"},
	"open.step.":               {"registered", "queued", "offered", "placed"},
	"open.rule_list.part.":     {"application", "queue", "priority", "round", "offer", "enrolment", "season", "appeal", "attendance", "payment", "other"},
	"open.position_show.then.": {"seat", "voucher"},
	"open.criterion.": {
		"registered_at", "lottery", "sibling", "residence", "territory", "category", "guarantee", "birth_date", "points", "fact", "sequence",
		"application",
	},
}

func TestPagesAndCatalogueNameTheSameKeys(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	made := maps.Clone(madeWords)
	made["open.ground."] = constants(t, "../round", "Ground")
	made["open.reason."] = constants(t, "../round", "Reason")
	made["open.outcome_check.code."] = append(constants(t, "../allocation/check", "Code"), "malformed_outcome")
	used := map[string]string{}
	prefixes := map[string]bool{}
	err = fs.WalkDir(templates.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.Files, path)
		for _, m := range literalKey.FindAllStringSubmatch(string(text), -1) {
			used[m[1]] = path
		}
		for _, m := range madeKey.FindAllStringSubmatch(string(text), -1) {
			prefixes[m[1]] = true
			for _, end := range made[m[1]] {
				used[m[1]+end] = path
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if listed := slices.Sorted(maps.Keys(made)); !slices.Equal(listed, slices.Sorted(maps.Keys(prefixes))) {
		t.Errorf("keys are made of %v, the test knows %v", slices.Sorted(maps.Keys(prefixes)), listed)
	}
	for _, key := range slices.Sorted(maps.Keys(used)) {
		if !messages.Has(key) {
			t.Errorf("%s: no text for %s", used[key], key)
		}
	}
	for _, key := range messages.Keys() {
		ours := strings.HasPrefix(key, "open.") || strings.HasPrefix(key, "page.")
		if _, ok := used[key]; ours && !ok {
			t.Errorf("nothing shows %s", key)
		}
	}
}

func TestEveryTemplateIsRendered(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	for _, folder := range []string{"open", "page"} {
		names, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(source)
		}
	}
	names, err := filepath.Glob(filepath.Join("templates", "open", "*.html"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if call := `"open/` + strings.TrimSuffix(filepath.Base(name), ".html") + `"`; !strings.Contains(sources.String(), call) {
			t.Errorf("%s: nothing renders it", name)
		}
	}
}

// constants lists the values of the string constants of a type in a folder, without the empty one.
func constants(t *testing.T, folder, typeName string) []string {
	t.Helper()
	var values []string
	for _, file := range parsed(t, folder) {
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typeName {
				for _, v := range spec.Values {
					values = append(values, text(v))
				}
			}
			return true
		})
	}
	if len(values) == 0 {
		t.Fatalf("%s: no constant of type %s", folder, typeName)
	}
	return values
}

func parsed(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// text is the value of a string literal, "" for anything else.
func text(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	value, _ := strconv.Unquote(literal.Value)
	return value
}

var codeForm = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// refusing are the functions whose argument of that number is the code of a refusal.
var refusing = map[string]int{"Refuse": 1, "refuse": 1, "one": 2, "invalid": 1, "fail": 1}

// codesIn are the codes of refusals that a file names.
func codesIn(file *ast.File) []string {
	var codes []string
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			at, ok := refusing[name]
			if name == "wrong" && file.Name.Name == "preschool" { // elsewhere its argument is another code
				at, ok = 1, true
			}
			if ok && len(n.Args) > at {
				codes = append(codes, text(n.Args[at]))
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
				codes = append(codes, text(n.Value))
			}
		}
		return true
	})
	return slices.DeleteFunc(codes, func(code string) bool { return !codeForm.MatchString(code) })
}

// Every refusal of the program is worded, and no wording is left over.
func TestEveryRefusalHasWords(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, noun := range []string{"iin", "bin"} { // register composes these two
		codes[noun+".digits"], codes[noun+".control"] = "register", "register"
	}
	for _, problem := range []string{"empty", "no_table", "quote"} { // gateway.TableError names them
		codes["file."+problem] = "gateway"
	}
	for _, table := range preschool.Tables {
		for _, event := range table.Events() {
			codes[table.Noun+".not_"+event] = "preschool"
		}
	}
	err = filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); path != ".." && strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "sqlcgen" {
			return filepath.SkipDir
		}
		for _, file := range parsed(t, path) {
			for _, code := range codesIn(file) {
				codes[code] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if !messages.Has("error." + code) {
			t.Errorf("%s: no words for the refusal %s", codes[code], code)
		}
	}
	for _, key := range messages.Keys() {
		if code, ours := strings.CutPrefix(key, "error."); ours && codes[code] == "" {
			t.Errorf("nothing refuses with %s", code)
		}
	}
}

// A site that reads its source shows a changed template without a restart, and refuses a broken one.
func TestLiveTemplates(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "templates"), os.DirFS("templates")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(folder, "static"), os.DirFS("static")); err != nil {
		t.Fatal(err)
	}
	if _, err := page.New(page.Config{Messages: messages, Live: folder}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "templates", "open", "about.html"), []byte(`{{define "main"}}{{.}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := page.New(page.Config{Messages: messages, Live: folder}); err == nil {
		t.Error("a broken template starts")
	}
}
