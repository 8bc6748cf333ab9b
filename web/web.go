// Package web is the site: pages by actor, static files, security, logs. It decides nothing; every page calls a use case.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/web/open"
	"github.com/balajol/balajol/web/page"
)

// Config says what the site works with.
type Config struct {
	Authority register.ID[register.Authority]
	Verifier  string // public key of the authority's log, as pages print it
	Registry  *registry.Service
	Admission *admission.Service
	Oversight *oversight.Service
	Messages  *i18n.Catalog
	API       http.Handler                // answers below /api/; nil without one
	Ping      func(context.Context) error // tells whether the database answers
	Log       *slog.Logger
	Now       func() time.Time // of the log's durations
	Live      string           // folder web of the source, to read templates and static files at each request; "" = embedded
	Reference func() string    // number of an internal error; nil draws one
}

// New makes the site. It fails when a template does not parse.
func New(c Config) (http.Handler, error) {
	room := &open.Room{Authority: c.Authority, Verifier: c.Verifier, Registry: c.Registry, Admission: c.Admission, Oversight: c.Oversight}
	site, err := page.New(page.Config{Messages: c.Messages, Log: c.Log, Setting: room.Setting, Live: c.Live, Reference: c.Reference})
	if err != nil {
		return nil, err
	}
	room.Site = site
	pages := http.NewServeMux()
	for _, r := range room.Routes() {
		pages.Handle(r.Pattern, r.Handler)
	}
	pages.Handle("GET /static/{file}", site.Static())
	pages.Handle("/", site.Handle(func(http.ResponseWriter, *http.Request) error {
		return register.Refuse(register.NotFound, "page.unknown")
	}))

	all := http.NewServeMux()
	all.Handle("/", http.NewCrossOriginProtection().Handler(pages))
	all.HandleFunc("GET /healthz", c.health)
	if c.API != nil {
		all.Handle("/api/", c.API)
	}
	return c.logged(page.Secure(all)), nil
}

// health answers whether requests can be served: 200 "ok" or 503.
func (c Config) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := c.Ping(r.Context()); err != nil {
		c.Log.ErrorContext(r.Context(), "not healthy", "error", err.Error())
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("not ready\n")) // the probe went away: nobody to tell
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// logged writes one line for each request. It names the route and neither the address of the reader nor what was asked for.
func (c Config) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := c.Now()
		answer := &answer{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		c.Log.InfoContext(r.Context(), "request", "method", r.Method, "route", r.Pattern, "status", answer.status, "bytes", answer.bytes, "micros", c.Now().Sub(begin).Microseconds())
	})
}

// answer notes what was answered.
type answer struct {
	http.ResponseWriter
	status, bytes int
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (a *answer) Write(b []byte) (int, error) {
	n, err := a.ResponseWriter.Write(b)
	a.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
