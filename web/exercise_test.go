package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/web"
)

// reference is what the tests' sites give each internal error.
const reference = "ref-0001"

// site is a served city.
type site struct {
	*city.City
	handler http.Handler
	log     *bytes.Buffer
}

func serve(t *testing.T, c *city.City) site {
	t.Helper()
	s := site{City: c, log: &bytes.Buffer{}}
	var err error
	s.handler, err = web.New(web.Config{
		Authority: city.Authority, Verifier: c.Verifier, Registry: c.Registry, Admission: c.Admission, Oversight: c.Oversight, Messages: c.Messages,
		Ping: c.DB.Ping, Log: slog.New(slog.NewJSONHandler(s.log, nil)), Now: func() time.Time { return c.Clock.Now().Time() },
		Reference: func() string { return reference },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// visit is one request to make.
type visit struct {
	method, path string
	form         url.Values
	header       map[string]string
}

func get(path string) visit { return visit{method: http.MethodGet, path: path} }

func post(path, code string) visit {
	return visit{method: http.MethodPost, path: path, form: url.Values{"code": {code}}}
}

func (v visit) in(lang string) visit {
	v.header = map[string]string{"Accept-Language": lang}
	return v
}

func (s site) do(t *testing.T, v visit) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), v.method, v.path, strings.NewReader(v.form.Encode()))
	if v.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range v.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Result(), string(body)
}

func (s site) expect(t *testing.T, v visit, status int) (*http.Response, string) {
	t.Helper()
	response, body := s.do(t, v)
	if response.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d\n%s", v.method, v.path, response.StatusCode, status, body)
	}
	return response, body
}

// pages lists one visit for each page, with all of it shown.
func (s site) pages() []visit {
	return []visit{
		get("/"), get("/kindergartens"), get("/kindergartens?words=балдырган&born=2023&language=kk&ownership=state&free=1"), get("/kindergartens/krg-001"),
		get("/queue"), post("/queue", string(s.Waiting)), post("/queue", string(s.Offered)), get("/queues"), get("/queues/krg/3/kk"), get("/queues/krg/4/kk"),
		get("/protocol"), get("/protocol?month=2026-01"), get("/notices"), get("/rules"), get("/record"), get("/check"), get("/about"), get("/no-such-page"),
	}
}
