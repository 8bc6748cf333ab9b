// Package api answers programs: JSON, version 1. Its structs are its own and change only by addition; the document that
// describes them is served at /api/v1/openapi.json.
package api

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
)

// Document is the OpenAPI 3.1 description of version 1, written by hand.
//
//go:embed openapi.json
var Document []byte

// Config says what the API works with.
type Config struct {
	Authority register.ID[register.Authority]
	Verifier  string // public key of the authority's log
	Registry  *registry.Service
	Admission *admission.Service
	Oversight *oversight.Service
	Messages  *i18n.Catalog
	Log       *slog.Logger
	Reference func() string // number of an internal error; nil draws one
}

// Route is an endpoint with the action that it lets programs do.
type Route struct {
	Method, Path string
	Action       access.Action
	serve        func(*http.Request) (any, error)
}

// Routes lists the endpoints.
func (c Config) Routes() []Route {
	return []Route{
		{http.MethodGet, "/api/v1/kindergartens", access.ReadOpen, c.listKindergartens},
		{http.MethodGet, "/api/v1/kindergartens/{code}", access.ReadOpen, c.showKindergarten},
		{http.MethodGet, "/api/v1/protocol", access.ReadOpen, c.showProtocol},
		{http.MethodGet, "/api/v1/notices", access.ReadOpen, c.listNotices},
		{http.MethodGet, "/api/v1/figures", access.ReadOpen, c.showFigures},
		{http.MethodGet, "/api/v1/record/checkpoint", access.ReadOpen, c.showCheckpoint},
		{http.MethodPost, "/api/v1/queue/position", access.ReadPosition, c.showPosition},
		{http.MethodGet, "/api/v1/openapi.json", access.ReadOpen, func(*http.Request) (any, error) { return json.RawMessage(Document), nil }},
	}
}

// New makes the handler of everything below /api/.
func New(c Config) http.Handler {
	if c.Reference == nil {
		c.Reference = func() string { return strings.ToLower(rand.Text()[:8]) }
	}
	mux := http.NewServeMux()
	for _, r := range c.Routes() {
		mux.Handle(r.Method+" "+r.Path, c.handle(r.serve))
	}
	mux.Handle("/", c.handle(func(*http.Request) (any, error) { return nil, register.Refuse(register.NotFound, "api.unknown") }))
	return mux
}

// actor is the public of the authority.
func (c Config) actor() access.Actor {
	return access.Actor{Role: access.Public, Authority: c.Authority}
}

func (c Config) handle(serve func(*http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := serve(r)
		if err != nil {
			c.refuse(w, r, err)
			return
		}
		if r.Method == http.MethodPost {
			w.Header().Set("Cache-Control", "no-store")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("Access-Control-Allow-Origin", "*") // what everybody may read, every page may read
		}
		c.write(w, r, http.StatusOK, "application/json", answer)
	})
}

func (c Config) write(w http.ResponseWriter, r *http.Request, status int, kind string, answer any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		c.Log.ErrorContext(r.Context(), "answer not written", "route", r.Pattern, "error", err.Error())
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = text.WriteTo(w) // the reader went away: nobody to tell
}

// Problem is an error document (RFC 9457). Code is for programs, Title for people in the language of Accept-Language;
// an internal error has neither cause nor code, only a reference.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Code      string `json:"code,omitempty"`
	Field     string `json:"field,omitempty"`
	Reference string `json:"reference,omitempty"`
}

var statuses = map[register.Kind]int{
	register.Invalid: http.StatusBadRequest, register.Denied: http.StatusForbidden,
	register.NotFound: http.StatusNotFound, register.Conflict: http.StatusConflict,
}

func (c Config) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := Problem{Type: "about:blank"}
	printer := c.Messages.Printer(languageOf(r))
	if refusal, ok := errors.AsType[*register.Error](err); ok {
		p.Status, p.Code, p.Field, p.Title = statuses[refusal.Kind], refusal.Code, refusal.Field, printer.Refusal(refusal.Code, refusal.Args)
	} else {
		p.Status, p.Title, p.Reference = http.StatusInternalServerError, printer.T("page.error.500", nil), c.Reference()
		c.Log.ErrorContext(r.Context(), "internal error", "reference", p.Reference, "route", r.Pattern, "error", err.Error())
	}
	c.write(w, r, p.Status, "application/problem+json", p)
}

// languageOf is the language that a program asks for, English unless it says.
func languageOf(r *http.Request) i18n.Lang {
	if accept := r.Header.Get("Accept-Language"); accept != "" {
		return i18n.Match(accept)
	}
	return i18n.English
}
