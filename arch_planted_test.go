package balajol_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/arch"
)

// toy is a small tree of files, path → text. Go files may leave out their package's words: plant adds them.
type toy map[string]string

// planted breaks each rule in each way that it knows. want stands in the one finding; empty = the rule must stay still.
var planted = []struct {
	rule, name string
	files      toy
	want       string
}{
	{"imports go down", "down", toy{"web/page/p.go": imports(module + "/service")}, ""},
	{"imports go down", "up", toy{"money/m.go": imports(module + "/store")}, "money may not import store"},
	{"imports go down", "same floor", toy{"access/a.go": imports(module + "/policy")}, "access may not import policy"},
	{"imports go down", "a room without floor", toy{"money/m.go": imports(module + "/attic")}, ""},
	{"imports go down", "tests are free", toy{"money/m_test.go": imports(module + "/store")}, ""},
	{"imports go down", "wing to its hall", toy{"service/funding/f.go": imports(module + "/service")}, ""},
	{"imports go down", "wing to wing", toy{"service/funding/f.go": imports(module + "/service/admission")}, "may not import its neighbour"},
	{"imports go down", "hall to wing", toy{"service/s.go": imports(module + "/service/admission")}, "may not import its neighbour"},
	{"imports go down", "pages to page", toy{"web/family/f.go": imports(module + "/web/page")}, ""},
	{"imports go down", "pages to pages", toy{"web/family/f.go": imports(module + "/web/open")}, "may not import its neighbour"},
	{"imports go down", "pages to templates", toy{"web/family/f.go": imports(module + "/web/templates")}, "may not import its neighbour"},

	{"every folder has a floor", "known", toy{"allocation/testdata/deep/er/x.txt": "", "docs/decisions/1.md": "", "web/templates/family/x.html": ""}, ""},
	{"every folder has a floor", "unknown room", toy{"attic/a.go": ""}, "attic: has no floor"},
	{"every folder has a floor", "unknown wing", toy{"service/school/s.go": ""}, "service/school: has no place in service"},
	{"every folder has a floor", "too deep", toy{"policy/kz/city/p.go": ""}, "policy/kz/city: lies more than two folders deep"},
	{"every folder has a floor", "ignored", toy{"out/a/b/c.txt": "", ".cache/a/b/c.txt": ""}, ""},

	{"package names say something", "misc", toy{"store/misc/m.go": ""}, "package name misc says nothing"},
	{"package names say something", "another name", toy{"store/s.go": "package database"}, "package database lies in folder store"},
	{"package names say something", "tests", toy{"store/s_test.go": "package store_test"}, ""},

	{"pure rooms are pure", "os", toy{"policy/p.go": imports("os")}, "policy imports os"},
	{"pure rooms are pure", "below", toy{"allocation/check/c.go": imports("log/slog")}, "allocation/check imports log/slog"},
	{"pure rooms are pure", "elsewhere", toy{"store/s.go": imports("os"), "civil/c.go": imports("database/sql/driver")}, ""},

	{"the clock is given", "now", toy{"job/j.go": "package job\nimport \"time\"\nvar now = time.Now"}, "time.Now"},
	{"the clock is given", "renamed", toy{"job/j.go": "package job\nimport clock \"time\"\nvar now = clock.Since"}, "clock.Since"},
	{"the clock is given", "dot", toy{"job/j.go": "package job\nimport . \"time\"\nvar now = Now"}, "dot import of time"},
	{"the clock is given", "a variable named time", toy{"job/j.go": "package job\nimport \"time\"\nvar _ = time.Second\nfunc f(time struct{ Now int }) int { return time.Now }"}, ""},
	{"the clock is given", "cmd", toy{"cmd/balajol/main.go": "package main\nimport \"time\"\nvar now = time.Now"}, ""},
	{"the clock is given", "environment", toy{"store/s.go": "package store\nimport \"os\"\nvar dsn = os.Getenv(\"DSN\")"}, "os.Getenv"},
	{"the clock is given", "global chance", toy{"demo/d.go": "package demo\nimport \"math/rand/v2\"\nvar n = rand.IntN(6)"}, "rand.IntN"},
	{"the clock is given", "seeded chance", toy{"demo/d.go": "package demo\nimport \"math/rand/v2\"\nvar r = rand.New(rand.NewPCG(1, 2))"}, ""},
	{"the clock is given", "printing", toy{"demo/d.go": "package demo\nimport \"fmt\"\nfunc f() { fmt.Println() }"}, "fmt.Println"},
	{"the clock is given", "markup", toy{"web/open/o.go": "package open\nimport \"html/template\"\nvar m = template.HTML(\"\")"}, "template.HTML"},

	{"imports stay at home", "sql", toy{"service/s.go": imports("database/sql")}, "service imports database/sql"},
	{"imports stay at home", "driver", toy{"access/a.go": imports("database/sql/driver")}, "access imports database/sql/driver"},
	{"imports stay at home", "http", toy{"service/s.go": imports("net/http")}, "service imports net/http"},
	{"imports stay at home", "templates", toy{"gateway/g.go": imports("html/template")}, "gateway imports html/template"},
	{"imports stay at home", "engine", toy{"cmd/balajol/m.go": imports("github.com/jackc/pgx/v5/stdlib")}, "cmd/balajol imports github.com/jackc"},
	{"imports stay at home", "generated queries", toy{"store/audit/a.go": imports(module + "/store/sqlcgen")}, "store/audit imports"},
	{"imports stay at home", "fakes", toy{"service/s.go": imports(module + "/gateway/fake")}, "service imports"},
	{"imports stay at home", "fakes in the demo", toy{"demo/d.go": imports(module + "/gateway/fake")}, ""},
	{"imports stay at home", "the test kit", toy{"e2e/e.go": imports(module + "/internal/kit")}, "e2e imports"},

	{"one door to the store", "store", toy{"web/open/o.go": imports(module + "/store")}, "the door is service"},
	{"one door to the store", "audit", toy{"demo/d.go": imports(module + "/store/audit")}, "the door is service"},
	{"one door to the store", "engine", toy{"job/j.go": imports(module + "/allocation")}, "the door is service"},
	{"one door to the store", "monitor", toy{"monitor/m.go": imports(module + "/store")}, "an outsider has no database"},

	{"public libraries stand alone", "allocation", toy{"allocation/a.go": imports("golang.org/x/mod/semver")}, "may use only the standard library"},
	{"public libraries stand alone", "ours", toy{"allocation/a.go": imports(module + "/civil")}, "may use only the standard library"},
	{"public libraries stand alone", "its own", toy{"allocation/check/c.go": imports(module + "/allocation")}, ""},
	{"public libraries stand alone", "translog", toy{"translog/t.go": imports("golang.org/x/mod/sumdb/tlog")}, ""},
	{"public libraries stand alone", "translog and text", toy{"translog/t.go": imports("golang.org/x/text/language")}, "may use only the standard library"},

	{"the judge borrows only words", "a function", toy{"allocation/a.go": "func Hash() {}", "allocation/check/c.go": "package check\nfunc f() { allocation.Hash() }"}, "may not borrow Hash"},
	{"the judge borrows only words", "a method", toy{"allocation/a.go": "func (p Problem) Hash() {}", "allocation/check/c.go": "package check\nfunc f(p allocation.Problem) { p.Hash() }"}, "may not borrow Hash"},
	{"the judge borrows only words", "words and its own", toy{
		"allocation/a.go":       "type Problem int\nfunc (p Problem) Hash() {}",
		"allocation/check/c.go": "package check\ntype mine int\nfunc (m mine) Hash() {}\nfunc f(m mine) { m.Hash(); allocation.Problem(1) }",
	}, ""},

	{"no saves outside use cases", "demo", toy{"demo/d.go": "package demo\nfunc f(tx Tx) { tx.SaveOffer() }"}, "SaveOffer is for use cases only"},
	{"no saves outside use cases", "service", toy{"service/admission/a.go": "package admission\nfunc f(tx Tx) { tx.SaveOffer() }"}, ""},

	{"no SQL outside the store", "capitals", toy{"cmd/balajol/m.go": "package main\nvar q = `\n\tSELECT ` + columns"}, "SQL belongs to store"},
	{"no SQL outside the store", "small letters", toy{"demo/d.go": "package demo\nvar q = \"delete from offer where id = 1\""}, "SQL belongs to store"},
	{"no SQL outside the store", "prose", toy{"cmd/balajol/m.go": "package main\nvar help = \"select a group from the list, update it and delete from there\""}, ""},

	{"money is whole", "a type", toy{"payout/p.go": "type share float64"}, "float64 has no place"},
	{"money is whole", "a literal", toy{"money/m.go": "const half = 0.5"}, "0.5: a fraction has no place"},
	{"money is whole", "elsewhere", toy{"indicator/i.go": "const half = 0.5"}, ""},

	{"every package is documented", "none", toy{"civil/c.go": "package civil"}, "package civil has no doc comment"},
	{"every package is documented", "one of two", toy{"civil/c.go": "// Package civil counts days.\npackage civil", "civil/d.go": "package civil"}, ""},
	{"every package is documented", "banner", toy{"civil/c.go": "// Some licence.\n\n// Package civil counts days.\npackage civil"}, "before the package's words"},
	{"every package is documented", "constraint", toy{"civil/c.go": "//go:build linux\n\n// Package civil counts days.\npackage civil"}, ""},

	{"every exported name is documented", "function", toy{"civil/c.go": "package civil\nfunc Today() {}"}, "Today has no comment"},
	{"every exported name is documented", "method", toy{"civil/c.go": "package civil\n// D is.\ntype D[T any] int\nfunc (d *D[T]) Add() {}"}, "Add has no comment"},
	{"every exported name is documented", "hidden method", toy{"civil/c.go": "package civil\ntype d int\nfunc (d) Add() {}"}, ""},
	{"every exported name is documented", "constant", toy{"civil/c.go": "package civil\nconst A = 1"}, "A has no comment"},
	{"every exported name is documented", "group", toy{"civil/c.go": "package civil\n// The days.\nconst (\n\tA = 1\n\tB = 2\n)"}, ""},

	{"every use case asks for the right", "asks", toy{"service/funding/f.go": useCase("ctx context.Context, actor access.Actor", "actor.Require(1)")}, ""},
	{"every use case asks for the right", "asks through a closure and the hall", toy{
		"service/funding/f.go": useCase("ctx context.Context, actor access.Actor", "s.Do(func() { })"),
		"service/s.go":         "package service\nfunc Do() { actor.Require(1) }",
	}, ""},
	{"every use case asks for the right", "forgets", toy{"service/funding/f.go": useCase("ctx context.Context, actor access.Actor", "s.Do()")}, "funding.Service.Pay never calls Require"},
	{"every use case asks for the right", "nobody", toy{"service/funding/f.go": useCase("ctx context.Context", "actor.Require(1)")}, "does not take (ctx"},

	{"dependencies are listed", "product", toy{"store/s.go": imports("modernc.org/sqlite/lib")}, ""},
	{"dependencies are listed", "stranger", toy{"store/s.go": imports("example.org/left/pad")}, "example.org/left/pad is not a listed dependency"},
	{"dependencies are listed", "stranger in a test", toy{"store/s_test.go": imports("example.org/left/pad")}, "example.org/left/pad is not a listed dependency"},
	{"dependencies are listed", "test module in the product", toy{"store/s.go": imports("pgregory.net/rapid")}, "pgregory.net/rapid is not a listed dependency"},
	{"dependencies are listed", "test module in a test", toy{"store/s_test.go": imports("pgregory.net/rapid")}, ""},
}

func TestRulesBark(t *testing.T) {
	t.Parallel()
	barked := map[string]bool{}
	for _, plan := range planted {
		barked[plan.rule] = barked[plan.rule] || plan.want != ""
		t.Run(plan.rule+"/"+plan.name, func(t *testing.T) {
			t.Parallel()
			index := slices.IndexFunc(rules, func(rule namedRule) bool { return rule.name == plan.rule })
			if index < 0 {
				t.Fatalf("no rule is called %q", plan.rule)
			}
			found := rules[index].check(plant(t, plan.files))
			if plan.want == "" && len(found) > 0 {
				t.Errorf("found %q, want nothing", found)
			}
			if plan.want != "" && (len(found) != 1 || !strings.Contains(found[0], plan.want)) {
				t.Errorf("found %q, want one finding with %q", found, plan.want)
			}
		})
	}
	for _, rule := range rules {
		if !barked[rule.name] {
			t.Errorf("rule %q has never been seen to bark", rule.name)
		}
	}
}

func TestUseCaseWithoutRightNeedsAReason(t *testing.T) {
	t.Parallel()
	tree := plant(t, toy{"service/funding/f.go": useCase("ctx context.Context", "nil")})
	if found := arch.UseCases(tree, map[string]string{"funding.Service.Pay": "a reason"}); len(found) != 0 {
		t.Errorf("found %q, want nothing for a listed use case", found)
	}
	found := arch.UseCases(plant(t, toy{}), map[string]string{"funding.Service.Pay": "a reason"})
	if len(found) != 1 || !strings.Contains(found[0], "does not exist") {
		t.Errorf("found %q, want the stale line of the list", found)
	}
}

func TestSizesAreCounted(t *testing.T) {
	t.Parallel()
	long := "package civil\nfunc a() {\n" + strings.Repeat("\tb()\n", 70) + "}\nfunc b() {\n}\n"
	sizes := arch.Measure(plant(t, toy{"civil/c.go": long, "civil/c_test.go": long, "web/w.go": imports(module + "/civil")}), module)
	if sizes.Rooms != 2 || sizes.Floors != 2 || len(sizes.Files) != 2 || len(sizes.Functions) != 2 {
		t.Errorf("counted %d rooms, %d floors, %d files, %d functions; want 2 of each",
			sizes.Rooms, sizes.Floors, len(sizes.Files), len(sizes.Functions))
	}
	if got := sizes.Functions[0]; got.Lines != 72 || !strings.Contains(sizes.String(), "72  civil/c.go a") {
		t.Errorf("the longest function is %+v in\n%s, want a of 72 lines", got, sizes)
	}
}

func TestModuleRulesBark(t *testing.T) {
	t.Parallel()
	gomod := []byte("module toy\nrequire example.org/a v1.0.0\nrequire example.org/b v1.2.0 // indirect\n")
	found, err := arch.DirectRequires(gomod, nil)
	if err != nil || len(found) != 1 || !strings.Contains(found[0], "example.org/a") {
		t.Errorf("DirectRequires found %q, %v; want example.org/a", found, err)
	}
	if version, err := arch.Required(gomod, "example.org/b"); err != nil || version != "v1.2.0" {
		t.Errorf("Required gave %q, %v; want v1.2.0", version, err)
	}
	page := "example.org/a is named, but\n| `example.org/b` | has a row |\n"
	if found := arch.Unexplained(page, []string{"example.org/a", "example.org/b"}); len(found) != 1 || !strings.Contains(found[0], "example.org/a") {
		t.Errorf("Unexplained found %q, want example.org/a", found)
	}
}

// plant writes the toy tree and reads it as the real one is read.
func plant(t *testing.T, files toy) *arch.Tree {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) == ".go" && !strings.Contains(text, "package ") {
			text = "package " + filepath.Base(filepath.Dir(file)) + "\n" + text
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := arch.Load(os.DirFS(root), ignored...)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func imports(path string) string { return "import _ \"" + path + "\"\n" }

// useCase is a service with one method Pay.
func useCase(parameters, body string) string {
	return "package funding\nfunc (s *Service) Pay(" + parameters + ") error {\n\treturn " + body + "\n}"
}
