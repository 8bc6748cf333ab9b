// Package balajol_test holds the architecture of the repository: which rooms there are, which floor each stands on and
// what it may not do. ARCHITECTURE.md tells the same in words; the rules are judged in internal/arch, and
// arch_planted_test.go breaks each of them once to see it bark.
package balajol_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/balajol/balajol/internal/arch"
)

const module = "github.com/balajol/balajol"

// house lists the rooms from the ground up. A room imports only lower floors.
var house = arch.House{
	Module: module,
	Floors: [][]string{
		{"allocation", "translog", "civil", "money", "i18n"},
		{"register"},
		{"preschool", "policy", "access"},
		{"store", "gateway", "round", "payout", "indicator"},
		{"service", "monitor"},
		{"web", "api", "job", "demo"},
		{"internal"},   // the tests' kit, these rules, the benchmark's country
		{"cmd", "e2e"}, // e2e: browser journeys, tests only
	},
	Wings: map[string]arch.Wing{
		"service": {
			"":          {},
			"registry":  {""},
			"admission": {""},
			"funding":   {""},
			"oversight": {""},
		},
		"web": {
			"":          {"family", "provider", "authority", "open", "page"},
			"family":    {"page"},
			"provider":  {"page"},
			"authority": {"page"},
			"open":      {"page"},
			"page":      {"templates", "static"},
			"templates": {},
			"static":    {},
			"checker":   {},
		},
	},
	Outside: []string{"docs", "scripts", "tools"},
	Aside:   []string{"testdata", "templates", "static", "migrations", "query", "sqlcgen"},
}

// ignored folders are git-ignored: what builds, demos and the browser leave behind.
var ignored = []string{"bin", "balajol-demo", "out", "node_modules"}

// pure rooms compute: same arguments, same answer.
var pure = arch.Never{
	From: []string{
		"allocation/...", "translog/...", "civil/...", "money/...", "register/...", "preschool/...", "policy/...",
		"access/...", "round/...", "payout/...", "indicator/...",
	},
	Import: []string{
		"os", "os/exec", "os/signal", "os/user", "net", "net/http/...", "net/smtp", "database/sql", "log/...",
		"math/rand/...", "crypto/rand", "syscall", "plugin",
	},
	Why: "the room is pure",
}

type namedRule struct {
	name  string
	check func(*arch.Tree) []string
}

var rules = []namedRule{
	{"imports go down", house.ImportsGoDown},
	{"every folder has a floor", house.FoldersHaveFloors},
	{"package names say something", func(tree *arch.Tree) []string {
		return arch.PackageNames(tree, []string{"util", "utils", "common", "helper", "helpers", "base", "types", "models", "misc"})
	}},
	{"pure rooms are pure", pure.Check},
	{"the clock is given", anyOf(clock)},
	{"imports stay at home", anyOf(homes)},
	{"one door to the store", anyOf(doors)},
	{"public libraries stand alone", anyOf(libraries)},
	{"the judge borrows only words", func(tree *arch.Tree) []string {
		return arch.Borrows(tree, "allocation/check", "allocation", judgeBorrows)
	}},
	{"no saves outside use cases", func(tree *arch.Tree) []string { return arch.NoSaves(tree, []string{"demo/...", "cmd/..."}) }},
	{"no SQL outside the store", func(tree *arch.Tree) []string { return arch.NoSQL(tree, []string{"demo/...", "cmd/..."}) }},
	{"money is whole", func(tree *arch.Tree) []string {
		return arch.NoFloats(tree, []string{"money/...", "payout/...", "preschool/..."})
	}},
	{"every package is documented", arch.PackageDocs},
	{"every exported name is documented", arch.ExportedDocs},
	{"every use case asks for the right", func(tree *arch.Tree) []string { return arch.UseCases(tree, freeUseCases) }},
	{"dependencies are listed", func(tree *arch.Tree) []string {
		return arch.Dependencies(tree, module, dependencies, testDependencies, []string{"internal/...", "e2e"})
	}},
}

// judgeBorrows are the functions of allocation that allocation/check may call: decoders and what words an input error.
// Canonical form, hash, choice and cutoffs it computes anew.
var judgeBorrows = []string{"DecodeProblem", "DecodeOutcome", "AsInputError", "Error"}

// freeUseCases take no right: "wing.Service.Method" → the reason.
var freeUseCases = map[string]string{}

// clock and chance enter in cmd and are handed down.
var clock = []arch.Selector{
	{Package: "time", Names: []string{"Now", "Since", "Until"}, In: []string{"cmd/..."}, Why: "time is given"},
	{Package: "os", Names: []string{"Getenv", "LookupEnv", "Environ"}, In: []string{"cmd/..."}, Why: "settings are given"},
	{Package: "math/rand", Except: generators, In: []string{"cmd/..."}, Why: "chance is seeded and given"},
	{Package: "math/rand/v2", Except: generators, In: []string{"cmd/..."}, Why: "chance is seeded and given"},
	{Package: "fmt", Names: []string{"Print", "Printf", "Println"}, In: []string{"cmd/..."}, Why: "only cmd talks to the terminal"},
	{
		Package: "html/template", Names: []string{"HTML", "HTMLAttr", "CSS", "JS", "JSStr", "URL", "Srcset"},
		In: []string{"web/page"}, Why: "only web/page vouches for markup",
	},
}

// generators are the names of math/rand that draw from a given seed.
var generators = []string{"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}

var homes = []arch.Only{
	{Import: []string{"database/sql"}, In: []string{"store/...", "internal/..."}},
	{Import: []string{"database/sql/driver"}, In: []string{"store/...", "civil", "money", "register"}},
	{
		Import: []string{"modernc.org/sqlite/...", "github.com/jackc/pgx/v5/...", "github.com/pressly/goose/v3/..."},
		In:     []string{"store/...", "internal/..."},
	},
	{Import: []string{"net/http/..."}, In: []string{"web/...", "api/...", "gateway/...", "cmd/...", "internal/...", "e2e"}},
	{Import: []string{"html/template"}, In: []string{"web/..."}},
	{Import: []string{"github.com/alecthomas/kong/...", "github.com/schollz/progressbar/v3/..."}, In: []string{"cmd/..."}},
	{Import: []string{module + "/store/sqlcgen"}, In: []string{"store"}},
	{Import: []string{module + "/gateway/fake"}, In: []string{"demo/...", "cmd/...", "internal/..."}},
	{Import: []string{module + "/internal/arch", module + "/internal/city", module + "/internal/kit", module + "/internal/racing", module + "/internal/town"}, In: []string{"internal/..."}}, // tests only
	{Import: []string{module + "/internal/nation"}, In: []string{"internal/...", "cmd/..."}},
}

var doors = []arch.Never{
	{
		From:   []string{"web/...", "api/...", "job/...", "demo/..."},
		Import: []string{module + "/store/...", module + "/round/...", module + "/payout/...", module + "/allocation/..."},
		Why:    "the door is service",
	},
	{From: []string{"monitor/..."}, Import: []string{module + "/store/..."}, Why: "an outsider has no database"},
}

var libraries = []arch.Modules{
	{In: []string{"allocation/..."}, Own: module + "/allocation"},
	{In: []string{"translog/..."}, Own: module + "/translog", Allowed: []string{"golang.org/x/mod"}},
}

// dependencies are the modules that the product may import; README.md says why each is there.
var dependencies = []string{
	"github.com/alecthomas/kong",
	"github.com/jackc/pgx/v5",
	"github.com/nicksnyder/go-i18n/v2",
	"github.com/pressly/goose/v3",
	"github.com/schollz/progressbar/v3",
	"github.com/xuri/excelize/v2",
	"golang.org/x/mod",
	"golang.org/x/text",
	"modernc.org/sqlite",
}

// testDependencies may be imported by tests, the test kit and the journeys.
var testDependencies = []string{
	"github.com/anishathalye/porcupine",
	"github.com/chromedp/cdproto",
	"github.com/chromedp/chromedp",
	"github.com/google/go-cmp",
	"github.com/rogpeppe/go-internal",
	"pgregory.net/rapid",
}

// repository reads the real tree once.
var repository = sync.OnceValues(func() (*arch.Tree, error) { return arch.Load(os.DirFS("."), ignored...) })

func TestArchitecture(t *testing.T) {
	t.Parallel()
	tree, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			t.Parallel()
			for _, finding := range rule.check(tree) {
				t.Error(finding)
			}
		})
	}
}

func TestDependenciesAreListedAndExplained(t *testing.T) {
	t.Parallel()
	listed := append(append([]string{}, dependencies...), testDependencies...)
	found, err := arch.DirectRequires(read(t, "go.mod"), listed)
	if err != nil {
		t.Fatal(err)
	}
	found = append(found, arch.Unexplained(string(read(t, "README.md")), listed)...)
	for _, finding := range found {
		t.Error(finding)
	}
}

// The SQLite driver is C translated to Go: its own files and its C library fit each other only in the version that it names.
func TestLibcIsTheOneThatSQLiteNames(t *testing.T) {
	t.Parallel()
	const sqlite, libc = "modernc.org/sqlite", "modernc.org/libc"
	theirs, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.GoMod}}", sqlite).Output()
	if err != nil {
		t.Fatalf("find go.mod of %s: %v", sqlite, err)
	}
	got, want := required(t, "go.mod", libc), required(t, strings.TrimSpace(string(theirs)), libc)
	if got != want || got == "" {
		t.Errorf("go.mod requires %s %q, %s is made for %q", libc, got, sqlite, want)
	}
}

// TestSizes prints the table of lengths (make check shows it). It judges nothing but that there is something to measure.
func TestSizes(t *testing.T) {
	t.Parallel()
	tree, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	sizes := arch.Measure(tree, module)
	if len(sizes.Files) == 0 || len(sizes.Functions) == 0 {
		t.Error("found nothing to measure")
	}
	t.Logf("hand-written product code, lines\n%s", sizes)
}

// anyOf makes one check of a list of rules of one kind.
func anyOf[R interface{ Check(*arch.Tree) []string }](rules []R) func(*arch.Tree) []string {
	return func(tree *arch.Tree) []string {
		var found []string
		for _, rule := range rules {
			found = append(found, rule.Check(tree)...)
		}
		return found
	}
}

func required(t *testing.T, gomod, module string) string {
	t.Helper()
	version, err := arch.Required(read(t, gomod), module)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
