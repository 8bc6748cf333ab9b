package main

import (
	"crypto/sha256"
	"errors"
	"os"
)

// hashGiB is the seconds that SHA-256 of 1 GiB takes: the machine's processor in one figure.
func hashGiB() float64 {
	began := elapsed()
	block, h := make([]byte, 1<<20), sha256.New()
	for range 1 << 10 {
		h.Write(block)
	}
	return (elapsed() - began).Seconds()
}

// commits is the seconds that n appends of a page take, each synced: the machine's disk in one figure.
func commits(name string, n int) (seconds float64, err error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(name)) }()
	began, page := elapsed(), make([]byte, 4096)
	for range n {
		if _, err := f.Write(page); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return (elapsed() - began).Seconds(), nil
}
