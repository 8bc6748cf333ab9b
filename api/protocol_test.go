package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/internal/town"
)

// After a month in which something of everything happened the answers are as documented in every part, hide what is small,
// and name nobody.
func TestAFullMonthIsAsDocumented(t *testing.T) {
	t.Parallel()
	l := town.Play(t, town.Month)
	c := city.New(t)
	c.DB, c.Admission, c.Registry, c.Oversight = l.DB, l.Admission, l.Registry, l.Oversight
	s, doc := serve(t, c), readDocument(t)
	for path, documented := range map[string]string{
		"/api/v1/protocol?month=2026-03": "/api/v1/protocol", "/api/v1/notices": "/api/v1/notices", "/api/v1/kindergartens/moon": "/api/v1/kindergartens/{code}",
	} {
		_, value := s.ask(t, http.MethodGet, path, "", http.StatusOK)
		for _, fault := range doc.check(doc.answerOf("GET", documented, "200"), value, "answer") {
			t.Errorf("%s: %s", path, fault)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		for name, id := range l.Apps {
			if strings.Contains(string(text), string(id)[:9]) || strings.Contains(string(text), string(l.People[name].Child)) {
				t.Errorf("%s names %s", path, name)
			}
		}
		for _, want := range parts[path] {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: no %s in %s", path, want, text)
			}
		}
	}
}

// parts are what the answers hold; the keys of an object come in the order of the alphabet.
var parts = map[string][]string{
	"/api/v1/protocol?month=2026-03": {
		`{"offers":14,"tier":"general"}`, `"staff":["sun"]`, `"exchanges":[{"a":"sun","b":"moon"}]`, `{"cause":"wish","children":null}`,
		`{"appeals":null,"kind":"proof","overdue":null,"state":"submitted"}`, `{"appeals":0,"kind":"offer","overdue":0,"state":"upheld"}`,
		`"act":"Order 12","closed_by":"key-officer","ended_on":"","from":"2026-03-06","group":1,"kindergarten":"moon","reason":"renovation","seats":1,"to":"2026-04-30"`,
		`"kind":"renaming"`, `"profile":"kz-voucher-2026"`, `"to_come":true`,
	},
	"/api/v1/notices":            {`"answer_by":"2026-03-13"`, `"of":"seat"`, `"offered_on":"2026-03-02"`, `"day":"2026-03-12"`},
	"/api/v1/kindergartens/moon": {`"closed":16`, `"reason":"renovation"`, `"new_name":"Жарық"`},
}
