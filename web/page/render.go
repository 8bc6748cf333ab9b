package page

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/oversight"
)

// contentPolicy allows what the pages consist of and nothing else: no script, nothing from another site.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// scriptPolicy is for a page that computes in the browser: it may run the site's own script, and the script may send nothing anywhere.
const scriptPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// AllowScript lets the page that is about to be written run a script of the site. No form of such a page reaches a server.
func AllowScript(w http.ResponseWriter) { w.Header().Set("Content-Security-Policy", scriptPolicy) }

// Secure sets the headers that every answer carries.
func Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// Render writes a page of a template, in the reader's language, with a status. Nothing is written when it fails.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, name string, view View) error {
	setting, err := s.Setting(r.Context())
	if err != nil {
		return err
	}
	return s.write(w, r, status, name, view, setting)
}

func (s *Site) write(w http.ResponseWriter, r *http.Request, status int, name string, view View, setting oversight.Setting) error {
	lang := s.Lang(r)
	t, err := s.template(lang, name)
	if err != nil {
		return err
	}
	s.fill(view.base(), r, lang, setting)
	var text bytes.Buffer
	if err := t.Execute(&text, view); err != nil {
		return fmt.Errorf("render %s in %s: %w", name, lang, err)
	}
	remember(w, r)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(lang))
	h.Add("Vary", "Accept-Language, Cookie")
	if r.Method == http.MethodPost {
		h.Set("Cache-Control", "no-store") // the answer to a code stays in no cache
	} else {
		h.Set("Cache-Control", "private, no-cache")
	}
	w.WriteHeader(status)
	_, err = text.WriteTo(w)
	return err
}

// Handle makes a handler of a function. What it refuses is worded for the reader with the status of its kind; any other
// error, and a panic, is logged in full and shown only as a reference number.
func (s *Site) Handle(serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if fault := recover(); fault != nil {
				s.Log.ErrorContext(r.Context(), "panic", "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
				s.fail(w, r, errors.New("panic"))
			}
		}()
		if err := serve(w, r); err != nil && r.Context().Err() == nil {
			s.fail(w, r, err)
		}
	})
}

var statuses = map[register.Kind]int{
	register.Invalid: http.StatusBadRequest, register.Denied: http.StatusForbidden,
	register.NotFound: http.StatusNotFound, register.Conflict: http.StatusConflict,
}

// errorPage is the page of a refusal or of an internal error.
type errorPage struct {
	Base
	Status    int
	Text      string // of a refusal
	Reference string // of an internal error
}

func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	lang := s.Lang(r)
	view := &errorPage{Status: statuses[register.KindOf(err)], Text: RefusalText(s.Messages.Printer(lang), err)}
	var setting oversight.Setting
	if view.Status == 0 {
		view.Status, view.Reference = http.StatusInternalServerError, s.Reference()
		s.Log.ErrorContext(r.Context(), "internal error", "reference", view.Reference, "method", r.Method, "route", r.Pattern, "error", err.Error())
	} else if setting, err = s.Setting(r.Context()); err != nil {
		setting = oversight.Setting{} // the refusal is told even where the city's name is not to be had
	}
	if err := s.write(w, r, view.Status, "error", view, setting); err != nil {
		s.Log.ErrorContext(r.Context(), "error page failed", "reference", view.Reference, "error", err.Error())
		http.Error(w, view.Reference, view.Status)
	}
}

// RefusalText words a refusal, "" for an internal error.
func RefusalText(p *i18n.Printer, err error) string {
	refusal, ok := errors.AsType[*register.Error](err)
	if !ok {
		return ""
	}
	return p.Refusal(refusal.Code, refusal.Args)
}
