package monitor

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/balajol/balajol/translog"
)

const (
	tileWidth     = 256
	hashBytes     = 32
	entryBytes    = 34
	maxCheckpoint = 32 << 10
	maxReceipt    = 128 << 10
)

// readTile reads a published tile or bundle of exactly the width asked for. A
// partial one may already have given way to the full one (C2SP tlog-tiles,
// partial tiles), which begins with the same hashes.
func readTile(fsys fs.FS, id translog.TileID) ([]byte, error) {
	unit := hashBytes
	if id.Level == translog.EntryLevel {
		unit = entryBytes
	}
	stored := id
	data, err := readAtMost(fsys, stored.Path(), stored.Width*unit)
	if id.Width < tileWidth && errors.Is(err, fs.ErrNotExist) {
		stored.Width = tileWidth
		data, err = readAtMost(fsys, stored.Path(), stored.Width*unit)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing", id.Path())
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", stored.Path(), err)
	}
	if len(data) != stored.Width*unit {
		return nil, fmt.Errorf("%s has %d bytes, not %d", stored.Path(), len(data), stored.Width*unit)
	}
	return data[:id.Width*unit], nil
}

// readAtMost reads a file, but no more than one byte beyond the limit, so that
// what is published cannot exhaust the reader.
func readAtMost(fsys fs.FS, path string, limit int) ([]byte, error) {
	file, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, int64(limit)+1))
	if err == nil && len(data) > limit {
		return nil, fmt.Errorf("it has more than %d bytes", limit)
	}
	return data, err
}
