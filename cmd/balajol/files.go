package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/balajol/balajol/service"
)

// openFile opens a file to read; "-" is the standard input.
func openFile(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, missing(name, err)
	}
	return f, nil
}

func readFile(name string) ([]byte, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// readAs reads a file by a decoder; an error names the file.
func readAs[T any](name string, decode func(io.Reader) (T, error)) (T, error) {
	f, err := openFile(name)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close()
	value, err := decode(f)
	if err != nil {
		return value, inFile{name, err}
	}
	return value, nil
}

// writeFile puts a text in a file's place whole or not at all; "" and "-" are the standard output. What is there and is no
// ordinary file, such as a pipe, is written to directly.
func writeFile(name string, text []byte) error {
	if name == "" || name == "-" {
		_, err := os.Stdout.Write(text)
		return err
	}
	if special(name) {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.Write(text)
		return errors.Join(err, f.Close())
	}
	dir := filepath.Dir(name)
	if _, err := os.Stat(dir); err != nil { // a slip in the name makes no folder
		return missing(dir, err)
	}
	return service.Dir(dir).WriteFile(filepath.Base(name), text)
}

func special(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.Mode().IsRegular()
}

// checkWritable tells before a long work whether its result can be written; it changes nothing.
func checkWritable(name string) error {
	if name == "" || name == "-" {
		return nil
	}
	if special(name) {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return f.Close()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return missing(filepath.Dir(name), err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
