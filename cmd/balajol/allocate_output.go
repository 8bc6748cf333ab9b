package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// output is a file to write; "" and "-" are the standard output.
type output struct {
	name  string
	write func(io.Writer) error
}

// writeResults writes large files without holding their texts. Each is written beside its place, and only when all are whole
// do they take their places, so that an error leaves what was there.
func writeResults(results []output) (err error) {
	var drafts []string // their places are those of results; "" = written already
	defer func() {
		for _, draft := range drafts {
			if err != nil && draft != "" {
				os.Remove(draft)
			}
		}
	}()
	for _, r := range results {
		draft, err := r.draft()
		if drafts = append(drafts, draft); err != nil {
			return err
		}
	}
	for i, draft := range drafts {
		if draft == "" {
			continue
		}
		if err := os.Rename(draft, results[i].name); err != nil {
			return err
		}
	}
	return nil
}

// draft writes a file beside its place and returns where; "" for what is no ordinary file and was written to.
func (r output) draft() (name string, err error) {
	switch {
	case r.name == "" || r.name == "-":
		return "", r.write(os.Stdout)
	case special(r.name):
		f, err := os.OpenFile(r.name, os.O_WRONLY, 0)
		if err != nil {
			return "", err
		}
		return "", errors.Join(r.write(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(r.name), ".new-*")
	if err != nil {
		return "", missing(filepath.Dir(r.name), err)
	}
	if err = r.write(f); err == nil {
		err = f.Sync()
	}
	return f.Name(), errors.Join(err, f.Close(), os.Chmod(f.Name(), 0o644))
}
