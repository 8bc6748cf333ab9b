package page_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

func newSite(t *testing.T, log *bytes.Buffer) *page.Site {
	t.Helper()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Config{
		Messages: messages, Log: slog.New(slog.NewTextHandler(log, nil)), Reference: func() string { return "ref-7" },
		Setting: func(context.Context) (oversight.Setting, error) {
			return oversight.Setting{Authority: register.Authority{NameKK: "Қала", NameRU: "Город", NameEN: "City"}}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func TestHandleMapsErrors(t *testing.T) {
	t.Parallel()
	secret := errors.New("row of table child")
	for name, want := range map[string]struct {
		err    error
		status int
		text   string
	}{
		"invalid":   {register.Refuse(register.Invalid, "page.query").With("name", "born"), 400, "value of born"},
		"denied":    {register.Refuse(register.Denied, "access.role"), 403, "no right"},
		"not found": {fmt.Errorf("show: %w", register.Refuse(register.NotFound, "kindergarten.unknown")), 404, "no such kindergarten"},
		"conflict":  {register.Refuse(register.Conflict, "offer.lapsed").With("by", "2026-03-01"), 409, "1 March 2026"},
		"internal":  {secret, 500, "ref-7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			body := answer(t, newSite(t, &log), want.status, func(http.ResponseWriter, *http.Request) error { return want.err })
			if !strings.Contains(body, want.text) || strings.Contains(body, secret.Error()) {
				t.Errorf("page: %s", body)
			}
			if logged := strings.Contains(log.String(), secret.Error()); logged != (want.status == 500) {
				t.Errorf("log: %s", &log)
			}
		})
	}
}

func TestHandleSurvivesAPanic(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	body := answer(t, newSite(t, &log), 500, func(http.ResponseWriter, *http.Request) error { panic("no index 7") })
	if !strings.Contains(body, "ref-7") || strings.Contains(body, "no index") || !strings.Contains(log.String(), "no index 7") {
		t.Errorf("page %s\nlog %s", body, &log)
	}
}

func TestHandleIsSilentToOneWhoLeft(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	ctx, leave := context.WithCancel(t.Context())
	leave()
	w := httptest.NewRecorder()
	handler := newSite(t, &log).Handle(func(http.ResponseWriter, *http.Request) error { return context.Canceled })
	handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
	if w.Body.Len() != 0 || log.Len() != 0 {
		t.Errorf("answered %q, logged %q", w.Body, &log)
	}
}

func answer(t *testing.T, site *page.Site, status int, serve func(http.ResponseWriter, *http.Request) error) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	site.Handle(serve).ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	return w.Body.String()
}

func TestPaginate(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"": "[1 2] 1/3  /list?page=2", "page=2&words=a": "[3 4] 2/3 /list?page=1&words=a /list?page=3&words=a", "page=3&lang=ru": "[5] 3/3 /list?page=2 ",
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/list?"+query, nil)
		items, p, err := page.Paginate(r, []int{1, 2, 3, 4, 5}, 2)
		if got := fmt.Sprintf("%v %d/%d %s %s", items, p.Number, p.Of, p.Prev, p.Next); err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", query, got, err, want)
		}
	}
	for query, kind := range map[string]register.Kind{"page=4": register.NotFound, "page=0": register.Invalid, "page=a": register.Invalid, "page=99999999": register.Invalid} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/list?"+query, nil)
		if _, _, err := page.Paginate(r, []int{1, 2, 3, 4, 5}, 2); register.KindOf(err) != kind {
			t.Errorf("%q: %v", query, err)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/list", nil)
	if items, p, err := page.Paginate(r, []int{}, 2); err != nil || len(items) != 0 || p.Of != 1 {
		t.Errorf("empty list: %v, %+v, %v", items, p, err)
	}
}
