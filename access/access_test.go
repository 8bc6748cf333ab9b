package access_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

var update = flag.Bool("update", false, "rewrite testdata/matrix.txt")

// The golden file is what a reader of rights sees: change the matrix, run `go test ./access -update`, read the difference.
func TestMatrixGolden(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "matrix.txt")
	want := matrixText()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run go test ./access -update", err)
	}
	if diff := cmp.Diff(string(got), want); diff != "" {
		t.Errorf("the rights changed: run go test ./access -update (-file +code):\n%s", diff)
	}
}

func matrixText() string {
	var b strings.Builder
	b.WriteString("# Who may do what. x = may; families and kindergartens only with what is theirs, everybody only in the own authority.\n")
	line := func(first string, cells []string) {
		row := fmt.Sprintf("%-20s", first)
		for _, cell := range cells {
			row += fmt.Sprintf(" %-12s", cell)
		}
		b.WriteString(strings.TrimRight(row, " ") + "\n")
	}
	var names []string
	for _, role := range access.Roles {
		names = append(names, string(role))
	}
	line("action", names)
	for _, action := range slices.Sorted(maps.Keys(access.Matrix)) {
		marks := make([]string, len(access.Roles))
		for i, role := range access.Roles {
			marks[i] = "."
			if slices.Contains(access.Matrix[action], role) {
				marks[i] = "x"
			}
		}
		line(string(action), marks)
	}
	return b.String()
}

// Every action of the source has its row, every row is an action, every right goes to a known role.
func TestMatrixIsWhole(t *testing.T) {
	t.Parallel()
	declared := declaredActions(t)
	var rows []string
	for action, roles := range access.Matrix {
		rows = append(rows, string(action))
		if noun, verb, ok := strings.Cut(string(action), "."); !ok || noun == "" || verb == "" {
			t.Errorf("action %q is not noun.verb", action)
		}
		if len(roles) == 0 {
			t.Errorf("nobody may do %s", action)
		}
		for i, role := range roles {
			if !slices.Contains(access.Roles, role) || slices.Index(roles, role) != i {
				t.Errorf("%s: role %q is unknown or stands twice", action, role)
			}
		}
	}
	slices.Sort(rows)
	if diff := cmp.Diff(declared, rows); diff != "" {
		t.Errorf("(-declared +matrix):\n%s", diff)
	}
}

// declaredActions reads the values of all constants of type Action from the source.
func declaredActions(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "access.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Action" {
			if value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value); err == nil {
				actions = append(actions, value)
			}
		}
		return true
	})
	slices.Sort(actions)
	return actions
}

// Nobody both enters and approves: an action of the approver belongs to no one else,
// unless it only reads.
func TestDutiesAreSeparated(t *testing.T) {
	t.Parallel()
	for action, roles := range access.Matrix {
		if strings.HasSuffix(string(action), ".read") {
			continue
		}
		if slices.Contains(roles, access.Approver) && !slices.Contains(roles, access.Public) && len(roles) > 1 {
			t.Errorf("%s is the approver's and also of %v", action, roles)
		}
		if slices.Contains(roles, access.Kindergarten) && slices.Contains(roles, access.Officer) && !slices.Contains(roles, access.Public) {
			t.Errorf("%s is both the kindergarten's and the officer's", action)
		}
	}
}

func TestRequire(t *testing.T) {
	t.Parallel()
	var (
		family  = access.Actor{ID: "f", Role: access.Family, Authority: "krg", Guardian: "g1"}
		site    = access.Actor{ID: "k", Role: access.Kindergarten, Authority: "krg", Kindergarten: "k1"}
		officer = access.Actor{ID: "o", Role: access.Officer, Authority: "krg"}
		anybody = access.Actor{Role: access.Public, Authority: "krg"}
		here    = access.Place("krg")
	)
	theirs := func(g register.ID[register.Guardian], k register.ID[register.Kindergarten]) access.Theirs {
		return access.Theirs{Authority: "krg", Guardian: g, Kindergarten: k}
	}
	for _, c := range []struct {
		rule   string
		actor  access.Actor
		action access.Action
		on     register.Scoped
		code   string
	}{
		{"role of the matrix", officer, access.FormGroup, here, ""},
		{"role not in the matrix", family, access.FormGroup, here, "access.role"},
		{"unknown action", officer, "seat.grab", here, "access.role"},
		{"nobody at all", access.Actor{}, access.ReadOpen, access.Place(""), "access.role"},
		{"other territory", officer, access.FormGroup, access.Place("ast"), "access.territory"},
		{"other territory, also for the public", anybody, access.ReadOpen, access.Place("ast"), "access.territory"},
		{"the family's own", family, access.AnswerOffer, theirs("g1", ""), ""},
		{"another family's", family, access.AnswerOffer, theirs("g2", ""), "access.not_theirs"},
		{"another family's application", family, access.WithdrawApp, preschool.Application{Authority: "krg", Guardian: "g2"}, "access.not_theirs"},
		{"the family's own application", family, access.WithdrawApp, preschool.Application{Authority: "krg", Guardian: "g1"}, ""},
		{"a thing that does not say whose it is", family, access.AnswerOffer, preschool.Offer{Authority: "krg"}, "access.not_theirs"},
		{"a family without a guardian owns nothing", access.Actor{Role: access.Family, Authority: "krg"}, access.AnswerOffer, theirs("", ""), "access.not_theirs"},
		{"the kindergarten's own sheet", site, access.SignSheet, preschool.Sheet{Authority: "krg", Kindergarten: "k1"}, ""},
		{"another kindergarten's sheet", site, access.SignSheet, preschool.Sheet{Authority: "krg", Kindergarten: "k2"}, "access.not_theirs"},
		{"a kindergarten without a site owns nothing", access.Actor{Role: access.Kindergarten, Authority: "krg"}, access.SignSheet, theirs("", ""), "access.not_theirs"},
		{"a kindergarten and a thing that does not say where it is", site, access.SignSheet, preschool.Offer{Authority: "krg"}, "access.not_theirs"},
		{"a thing of both, seen by the family", family, access.EndPlacement, theirs("g1", "k2"), ""},
		{"a thing of both, seen by the kindergarten", site, access.EndPlacement, theirs("g2", "k1"), ""},
		{"no noun yet", family, access.RegisterPerson, here, ""},
		{"open to everybody, also what is another's", family, access.ReadOpen, theirs("g2", "k2"), ""},
		{"an officer in the own territory", officer, access.VerifyProof, preschool.Application{Authority: "krg", Guardian: "g2"}, ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			err := c.actor.Require(c.action, c.on)
			if register.CodeOf(err) != c.code {
				t.Errorf("%v, want %q", err, c.code)
			}
			if err != nil && register.KindOf(err) != register.Denied {
				t.Errorf("kind %q, want denied", register.KindOf(err))
			}
		})
	}
}

// Each role × action: exactly the matrix, whatever the order of the roles in it.
func TestRequireFollowsMatrix(t *testing.T) {
	t.Parallel()
	for _, role := range append(slices.Clone(access.Roles), "", "root") {
		actor := access.Actor{Role: role, Authority: "krg", Guardian: "g", Kindergarten: "k"}
		for action, roles := range access.Matrix {
			err := actor.Require(action, access.Theirs{Authority: "krg", Guardian: "g", Kindergarten: "k"})
			if (err == nil) != slices.Contains(roles, role) {
				t.Errorf("%s %s: %v", role, action, err)
			}
		}
	}
}
