package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/balajol/balajol/register"
)

// assets are the static files. The address of each carries the hash of its content, so it may be kept for ever.
type assets struct {
	files fs.FS
	live  bool
	kept  map[string]asset // by name
}

type asset struct {
	content []byte
	hash    string
}

// read loads the files; a live site does so at each use.
func (a *assets) read() error {
	kept := map[string]asset{}
	entries, err := fs.ReadDir(a.files, ".")
	if err != nil {
		return fmt.Errorf("read static files: %w", err)
	}
	for _, e := range entries {
		if path.Ext(e.Name()) == ".go" {
			continue
		}
		if kept[e.Name()], err = a.load(e.Name()); err != nil {
			return err
		}
	}
	a.kept = kept
	return nil
}

func (a *assets) load(name string) (asset, error) {
	content, err := fs.ReadFile(a.files, name)
	if err != nil {
		return asset{}, fmt.Errorf("read static file %s: %w", name, err)
	}
	hash := sha256.Sum256(content)
	return asset{content, hex.EncodeToString(hash[:6])}, nil
}

func (a *assets) find(name string) (asset, error) {
	if a.live && path.Ext(name) != ".go" {
		return a.load(name)
	}
	file, ok := a.kept[name]
	if !ok {
		return asset{}, fmt.Errorf("find static file %s: no such file", name)
	}
	return file, nil
}

// url is the address of a file: "site.css" → "/static/site.0a1b2c3d4e5f.css".
func (a *assets) url(name string) (string, error) {
	file, err := a.find(name)
	if err != nil {
		return "", err
	}
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + file.hash + ext, nil
}

// contentTypes of the files that there are.
var contentTypes = map[string]string{".css": "text/css; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// Static serves the static files. A file under another hash than its own is served too, as after a new version was
// started, but not kept.
func (s *Site) Static() http.Handler {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		name := r.PathValue("file")
		ext := path.Ext(name)
		stem, hash, hashed := strings.Cut(strings.TrimSuffix(name, ext), ".")
		file, err := s.static.find(stem + ext)
		if !hashed || err != nil || contentTypes[ext] == "" {
			return register.Refuse(register.NotFound, "page.unknown")
		}
		w.Header().Set("Content-Type", contentTypes[ext])
		w.Header().Set("Cache-Control", "no-cache")
		if hash == file.hash {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file.content))
		return nil
	})
}
