package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/kit"
)

// query is one statement of the store and where it stands.
type query struct{ name, text string }

// namedQueries reads store/query.
func namedQueries(t *testing.T) (list []query) {
	t.Helper()
	files, err := filepath.Glob("query/*.sql")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files of queries, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "-- name: ")[1:] {
			name, body, _ := strings.Cut(part, "\n")
			name, _, _ = strings.Cut(name, " ")
			list = append(list, query{name, comment.ReplaceAllString(body, "")})
		}
	}
	return list
}

var comment = regexp.MustCompile(`(?m)^--.*\n`)

// literals reads the string literals of this package's product code that are statements on a table of the schema.
func literals(t *testing.T, tables []string) (list []query) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(source, func(node ast.Node) bool {
			if l, ok := node.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil && statement.MatchString(text) && len(mentioned(text, tables)) > 0 {
					list = append(list, query{file, text})
				}
			}
			return true
		})
	}
	return list
}

var (
	statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)
	mention   = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|UPDATE|INTO)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z_]+))?`)
	keywords  = []string{"where", "on", "set", "order", "left", "join", "group", "limit", "values", "select"}
)

// mentioned lists the tables of a statement with the names that it calls them by.
func mentioned(text string, tables []string) (list [][2]string) {
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(tables, m[1]) {
			continue
		}
		alias := m[2]
		if alias == "" || slices.Contains(keywords, strings.ToLower(alias)) {
			alias = m[1]
		}
		list = append(list, [2]string{m[1], alias})
	}
	return list
}

// bound tells whether a statement says of each of its tables whose rows it means.
func bound(text string, tables []string) bool {
	list := mentioned(text, tables)
	for _, m := range list {
		table, alias := m[0], m[1]
		switch {
		case strings.Contains(text, "INTO "+table+" (") && strings.HasPrefix(afterward(text, "INTO "+table+" ("), "authority_id,"):
		case regexp.MustCompile(`\b` + alias + `\.authority_id\s*=|=\s*` + alias + `\.authority_id\b`).MatchString(text):
		case len(list) == 1 && regexp.MustCompile(`[^.\w]authority_id\s*=\s*[@$]`).MatchString(text):
		default:
			return false
		}
	}
	return len(list) > 0
}

func afterward(text, word string) string {
	_, rest, _ := strings.Cut(text, word)
	return rest
}

// beyond are the statements that look across authorities, and why.
var beyond = map[string]string{
	"GetLivePlacement": "asks the nation's register by the child's number who holds the placement",
	"person.go":        "enters the nation's register, which is keyed by the child",
}

func tables(t *testing.T) []string {
	t.Helper()
	s := schemaOf(t, open(t, kit.SQLite.Prepared(t, "town", func(dsn string) error { return found(t, dsn) }), entropy(1)))
	return s.tables()
}

func TestEveryQueryNamesItsAuthority(t *testing.T) {
	t.Parallel()
	tables := tables(t)
	all := append(namedQueries(t), literals(t, tables)...)
	for _, q := range all {
		if bound(q.text, tables) == (beyond[q.name] != "") {
			t.Errorf("%s: want every table bound to its authority, or the query listed with a reason:\n%s", q.name, q.text)
		}
	}
	if len(all) < 80 {
		t.Errorf("%d queries were read", len(all))
	}
}

// The judge itself: what it lets pass and what not.
func TestQueryJudge(t *testing.T) {
	t.Parallel()
	tables := []string{"offer", "round"}
	for text, want := range map[string]bool{
		"SELECT * FROM offer WHERE authority_id = @authority_id":                                                                true,
		"SELECT * FROM offer WHERE offer_id = @offer_id":                                                                        false,
		"SELECT o.* FROM offer o JOIN round r ON r.authority_id = o.authority_id WHERE o.authority_id = @authority_id":          true,
		"SELECT o.* FROM offer o JOIN round r ON r.round_id = o.round_id WHERE o.authority_id = @authority_id":                  false,
		"UPDATE offer SET state = @state WHERE authority_id = $1":                                                               true,
		"UPDATE offer SET state = @state WHERE offer_id = $1":                                                                   false,
		"INSERT INTO offer (authority_id, offer_id) VALUES ($1, $2)":                                                            true,
		"INSERT INTO offer (offer_id, authority_id) VALUES ($1, $2)":                                                            false,
		"DELETE FROM offer WHERE authority_id = @authority_id AND round_id IN (SELECT round_id FROM round WHERE kind = 'seat')": false,
	} {
		if got := bound(text, tables); got != want {
			t.Errorf("%v, want %v: %s", got, want, text)
		}
	}
}

// generated reads the statements that sqlc wrote into sqlcgen.
func generated(t *testing.T) (list []query) {
	t.Helper()
	files, err := filepath.Glob("sqlcgen/*.sql.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(source, func(node ast.Node) bool {
			if l, ok := node.(*ast.BasicLit); ok && strings.HasPrefix(l.Value, "`-- name: ") {
				first, text, _ := strings.Cut(strings.Trim(l.Value, "`"), "\n")
				list = append(list, query{strings.Fields(first)[2], text})
			}
			return true
		})
	}
	return list
}

// Every query is one that both engines understand, and one that the store asks.
func TestEveryQueryIsUnderstoodAndUsed(t *testing.T) {
	t.Parallel()
	var names, written []string
	for _, q := range namedQueries(t) {
		names = append(names, q.name)
	}
	for _, q := range generated(t) {
		written = append(written, q.name)
	}
	slices.Sort(names)
	slices.Sort(written)
	same(t, "queries (-query +sqlcgen)", names, written)
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		db := open(t, engine.Prepared(t, "town", func(dsn string) error { return found(t, dsn) }), entropy(1))
		for _, q := range generated(t) {
			text := q.text
			if engine == kit.SQLite {
				text = strings.NewReplacer(" FOR UPDATE SKIP LOCKED", "", " FOR UPDATE", "", " FOR NO KEY UPDATE", "").Replace(text)
			}
			s, err := db.Raw().PrepareContext(t.Context(), text)
			if err != nil {
				t.Errorf("%s: %v", q.name, err)
				continue
			}
			s.Close()
		}
	})
	var source strings.Builder
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, "_test.go") {
			source.Write(text)
		}
	}
	for _, name := range names {
		if !strings.Contains(source.String(), "."+name+"(") {
			t.Errorf("nothing asks %s", name)
		}
	}
}
