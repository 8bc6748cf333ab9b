// Package page is what the rooms of web share: layout, language, forms, errors, security headers and static files.
//
// A handler returns an error or renders a page struct that embeds Base; it holds no rules. Templates only print.
package page

import (
	"context"
	"crypto/rand"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/static"
	"github.com/balajol/balajol/web/templates"
)

// Config says what a Site works with.
type Config struct {
	Messages  *i18n.Catalog
	Log       *slog.Logger
	Setting   func(context.Context) (oversight.Setting, error) // asked for each page
	Reference func() string                                    // number of an internal error for people to quote; nil draws one
	Live      string                                           // folder web of the source: templates and static files are read from it at each request; "" = the embedded ones
}

// Site renders pages.
type Site struct {
	Config
	templates fs.FS
	static    *assets
	pages     map[i18n.Lang]map[string]*template.Template // nil while live
}

// Route is a page with the action that it lets people do, for the test that every route names one.
type Route struct {
	Pattern string // of http.ServeMux
	Action  access.Action
	Handler http.Handler
}

// New parses every template in every language, so that a broken one stops the start and not a visitor.
func New(c Config) (*Site, error) {
	s := &Site{Config: c, templates: templates.Files, static: &assets{files: static.Files}}
	if s.Reference == nil {
		s.Reference = func() string { return strings.ToLower(rand.Text()[:8]) }
	}
	if c.Live != "" {
		s.templates = os.DirFS(filepath.Join(c.Live, "templates"))
		s.static = &assets{files: os.DirFS(filepath.Join(c.Live, "static")), live: true}
	}
	if err := s.static.read(); err != nil {
		return nil, err
	}
	pages, err := s.parse()
	if err != nil {
		return nil, err
	}
	if c.Live == "" {
		s.pages = pages
	}
	return s, nil
}

// shared are the templates that every page has.
var shared = []string{"layout.html", "parts.html"}

func (s *Site) parse() (map[i18n.Lang]map[string]*template.Template, error) {
	names, err := templateNames(s.templates)
	if err != nil {
		return nil, err
	}
	pages := map[i18n.Lang]map[string]*template.Template{}
	for _, lang := range i18n.Langs() {
		layout, err := template.New("layout.html").Option("missingkey=error").Funcs(s.words(lang)).ParseFS(s.templates, shared...)
		if err != nil {
			return nil, fmt.Errorf("parse layout: %w", err)
		}
		pages[lang] = map[string]*template.Template{}
		for _, name := range names {
			page, err := layout.Clone()
			if err == nil {
				page, err = page.ParseFS(s.templates, name+".html")
			}
			if err != nil {
				return nil, fmt.Errorf("parse template %s: %w", name, err)
			}
			pages[lang][name] = page
		}
	}
	return pages, nil
}

// templateNames lists the pages: "error", "open/start", …
func templateNames(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".html") && path != shared[0] && path != shared[1] {
			names = append(names, strings.TrimSuffix(path, ".html"))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	return names, nil
}

// template finds a page; a live site parses all anew.
func (s *Site) template(lang i18n.Lang, name string) (*template.Template, error) {
	pages := s.pages
	if pages == nil {
		var err error
		if pages, err = s.parse(); err != nil {
			return nil, err
		}
	}
	t, ok := pages[lang][name]
	if !ok {
		return nil, fmt.Errorf("find template %s: no such file", name)
	}
	return t, nil
}
