package api_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/api"
	"github.com/balajol/balajol/internal/city"
)

type service struct {
	*city.City
	config  api.Config
	handler http.Handler
	log     *bytes.Buffer
}

func serve(t *testing.T, c *city.City) service {
	t.Helper()
	s := service{City: c, log: &bytes.Buffer{}}
	s.config = api.Config{
		Authority: city.Authority, Verifier: c.Verifier, Registry: c.Registry, Admission: c.Admission, Oversight: c.Oversight, Messages: c.Messages,
		Log: slog.New(slog.NewJSONHandler(s.log, nil)), Reference: func() string { return "ref-0001" },
	}
	s.handler = api.New(s.config)
	return s
}

func (s service) ask(t *testing.T, method, path, body string, status int) (http.Header, any) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("%s %s: status %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	var value any
	if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
		t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
	}
	return w.Header(), value
}

func code(id any) string {
	text, _ := json.Marshal(map[string]any{"code": id})
	return string(text)
}

// questions are answered with 200, each under the address that the document gives it.
func (s service) questions() []struct{ method, documented, path, body string } {
	return []struct{ method, documented, path, body string }{
		{"GET", "/api/v1/kindergartens", "/api/v1/kindergartens", ""},
		{"GET", "/api/v1/kindergartens", "/api/v1/kindergartens?words=%D0%B1%D0%B0%D0%BB&language=kk&ownership=state&born=2023&free=true", ""},
		{"GET", "/api/v1/kindergartens/{code}", "/api/v1/kindergartens/krg-001", ""},
		{"GET", "/api/v1/protocol", "/api/v1/protocol", ""},
		{"GET", "/api/v1/protocol", "/api/v1/protocol?month=2026-01", ""},
		{"GET", "/api/v1/notices", "/api/v1/notices", ""},
		{"GET", "/api/v1/figures", "/api/v1/figures", ""},
		{"GET", "/api/v1/record/checkpoint", "/api/v1/record/checkpoint", ""},
		{"POST", "/api/v1/queue/position", "/api/v1/queue/position", code(s.Waiting)},
		{"POST", "/api/v1/queue/position", "/api/v1/queue/position", code(" " + strings.ToUpper(string(s.Offered)) + "-")},
		{"GET", "/api/v1/openapi.json", "/api/v1/openapi.json", ""},
	}
}

func TestAnswersAreAsDocumented(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	doc := readDocument(t)
	asked := map[string]bool{}
	for _, q := range s.questions() {
		asked[q.method+" "+q.documented] = true
		header, value := s.ask(t, q.method, q.path, q.body, http.StatusOK)
		for _, fault := range doc.check(doc.answerOf(q.method, q.documented, "200"), value, "answer") {
			t.Errorf("%s %s: %s", q.method, q.path, fault)
		}
		if kind := header.Get("Content-Type"); kind != "application/json" {
			t.Errorf("%s: content type %s", q.path, kind)
		}
		if cache := header.Get("Cache-Control"); q.method == "POST" && cache != "no-store" {
			t.Errorf("%s: an answer to a code may be kept: %s", q.path, cache)
		}
	}
	for _, r := range s.config.Routes() {
		if !asked[r.Method+" "+r.Path] {
			t.Errorf("%s %s is not tried", r.Method, r.Path)
		}
	}
}

func TestDocumentHoldsEveryRouteAndNoOther(t *testing.T) {
	t.Parallel()
	doc := readDocument(t)
	var routes []string
	for _, r := range (api.Config{}).Routes() {
		routes = append(routes, r.Method+" "+r.Path)
		if !slices.Contains(access.Matrix[r.Action], access.Public) {
			t.Errorf("%s %s needs %s, which the public may not do", r.Method, r.Path, r.Action)
		}
	}
	documented := doc.operations()
	slices.Sort(routes)
	if !slices.Equal(routes, documented) {
		t.Errorf("routes     %v\ndocumented %v", routes, documented)
	}
	if unused := doc.unusedSchemas(); len(unused) > 0 {
		t.Errorf("schemas that nothing uses: %v", unused)
	}
}

func TestRefusalsAreProblems(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	doc := readDocument(t)
	for _, q := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"GET", "/api/v1/kindergartens/none", "", 404, "kindergarten.unknown"},
		{"GET", "/api/v1/nothing", "", 404, "api.unknown"},
		{"DELETE", "/api/v1/figures", "", 404, "api.unknown"},
		{"GET", "/api/v1/kindergartens?language=xx", "", 400, "api.query"},
		{"GET", "/api/v1/kindergartens?ownership=xx", "", 400, "api.query"},
		{"GET", "/api/v1/kindergartens?born=x", "", 400, "api.query"},
		{"GET", "/api/v1/kindergartens?free=1", "", 400, "api.query"},
		{"GET", "/api/v1/kindergartens?words=" + strings.Repeat("a", 500), "", 400, "api.query"},
		{"GET", "/api/v1/protocol?month=2026-13", "", 400, "api.query"},
		{"GET", "/api/v1/protocol?month=2026-03", "", 400, "api.query"},
		{"POST", "/api/v1/queue/position", "", 400, "api.body"},
		{"POST", "/api/v1/queue/position", `{"code":"x"} {}`, 400, "api.body"},
		{"POST", "/api/v1/queue/position", `{"code":"x","more":1}`, 400, "api.body"},
		{"POST", "/api/v1/queue/position", `{"code":"` + strings.Repeat("a", 5000) + `"}`, 400, "api.body"},
		{"POST", "/api/v1/queue/position", code("short"), 400, "application.code_form"},
		{"POST", "/api/v1/queue/position", code(strings.Repeat("0", 26)), 404, "application.unknown"},
	} {
		header, value := s.ask(t, q.method, q.path, q.body, q.status)
		problem, _ := value.(map[string]any)
		if header.Get("Content-Type") != "application/problem+json" || problem["code"] != q.code || strings.HasPrefix(problem["title"].(string), "[") {
			t.Errorf("%s %s: %s %v", q.method, q.path[:min(len(q.path), 60)], header.Get("Content-Type"), problem)
		}
		for _, fault := range doc.check(schema{"$ref": "#/components/schemas/Problem"}, value, "problem") {
			t.Errorf("%s: %s", q.path, fault)
		}
	}
}

func TestBrokenDatabaseIsAReference(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	for _, q := range s.questions() {
		if q.documented == "/api/v1/openapi.json" {
			continue // needs no database
		}
		_, value := s.ask(t, q.method, q.path, q.body, http.StatusInternalServerError)
		if text, _ := json.Marshal(value); strings.Contains(string(text), "sql") || !strings.Contains(string(text), "ref-0001") {
			t.Errorf("%s: %s", q.path, text)
		}
	}
	if !strings.Contains(s.log.String(), "ref-0001") || strings.Contains(s.log.String(), string(s.Waiting)) {
		t.Errorf("log: %s", s.log)
	}
}

func TestTitlesAreInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := serve(t, city.New(t))
	titles := map[string]bool{}
	for _, lang := range []string{"", "kk", "ru"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/kindergartens/none", nil)
		r.Header.Set("Accept-Language", lang)
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		titles[w.Body.String()] = true
	}
	if len(titles) != 3 {
		t.Errorf("titles: %v", titles)
	}
}
