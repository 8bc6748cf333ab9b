package service

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Dir is a Folder of the file system.
type Dir string

// Open implements fs.FS.
func (d Dir) Open(name string) (fs.File, error) { return os.DirFS(string(d)).Open(name) }

// WriteFile implements Folder: the text goes to a temporary file beside the place, is synced, and takes the place by
// renaming, so that a crash leaves the old text or the new one and never a part.
func (d Dir) WriteFile(name string, data []byte) error {
	place := filepath.Join(string(d), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	f, err := os.CreateTemp(filepath.Dir(place), ".new-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name()) // gone already when the renaming worked
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), place)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// Sub is a folder inside a folder.
func Sub(f Folder, dir string) Folder { return subfolder{f, dir} }

type subfolder struct {
	in  Folder
	dir string
}

// Open implements fs.FS.
func (s subfolder) Open(name string) (fs.File, error) { return s.in.Open(path.Join(s.dir, name)) }

// WriteFile implements Folder.
func (s subfolder) WriteFile(name string, data []byte) error {
	return s.in.WriteFile(path.Join(s.dir, name), data)
}
