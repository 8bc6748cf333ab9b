package translog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight

	// EntryLevel is the level of an entry bundle, which holds commitments
	// where a tile holds hashes.
	EntryLevel = -1

	maxLevel  = 5             // MaxSize is below 256**6
	entrySize = 2 + hashSize  // length prefix and commitment
	entryHigh = hashSize >> 8 // the prefix, big-endian
	entryLow  = hashSize & 0xff
)

// TileID names a tile or entry bundle of height 8 (C2SP tlog-tiles). It covers
// Width consecutive hashes at tree height 8×Level, from offset 256×Index on.
type TileID struct {
	Level int   // 0 to 5, or EntryLevel
	Index int64 // number within the level, from 0
	Width int   // 1 to 256; less than 256 means partial
}

// Tile is a tile or entry bundle with its content: Width×32 bytes of hashes,
// or Width commitments of 34 bytes, each after its length 0x0020.
type Tile struct {
	TileID
	Data []byte
}

// TileReader reads stored tiles and entry bundles.
type TileReader interface {
	// ReadTiles returns the content of each tile in the order asked. A stored
	// tile may be wider than the one asked for, as tiles only ever grow on the
	// right; what is beyond the width is not looked at. A tile that is missing
	// is an error.
	ReadTiles(ids []TileID) ([][]byte, error)
}

// Path is the tile's place below the log's prefix, such as
// tile/0/x001/234, tile/1/000.p/17 or tile/entries/004.
func (id TileID) Path() string {
	path := fmt.Sprintf("%03d", id.Index%1000)
	for n := id.Index / 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	level := "entries"
	if id.Level != EntryLevel {
		level = strconv.Itoa(id.Level)
	}
	path = "tile/" + level + "/" + path
	if id.Width < tileWidth {
		path += ".p/" + strconv.Itoa(id.Width)
	}
	return path
}

// ParsePath is the inverse of [TileID.Path]; it refuses every other spelling.
func ParsePath(path string) (TileID, error) {
	id := TileID{Width: tileWidth}
	malformed := errors.New("parse tile path: malformed")
	level, rest, ok := strings.Cut(strings.TrimPrefix(path, "tile/"), "/")
	if !ok || len(path) > 64 {
		return TileID{}, malformed
	}
	number, width, partial := strings.Cut(rest, ".p/")
	var err error
	if partial {
		if id.Width, err = strconv.Atoi(width); err != nil || id.Width < 1 || id.Width >= tileWidth {
			return TileID{}, malformed
		}
	}
	if level == "entries" {
		id.Level = EntryLevel
	} else if id.Level, err = strconv.Atoi(level); err != nil || id.Level < 0 || id.Level > maxLevel {
		return TileID{}, malformed
	}
	for part := range strings.SplitSeq(number, "/") {
		n, err := strconv.ParseUint(strings.TrimPrefix(part, "x"), 10, 10)
		if err != nil || id.Index > MaxSize/1000 {
			return TileID{}, malformed
		}
		id.Index = id.Index*1000 + int64(n)
	}
	if id.Path() != path {
		return TileID{}, malformed
	}
	return id, nil
}

// ParseEntries reads an entry bundle of this log: commitments of 32 bytes, each
// after its big-endian 16-bit length. At most 256 are read.
func ParseEntries(bundle []byte) ([][32]byte, error) {
	if len(bundle)%entrySize != 0 || len(bundle) > tileWidth*entrySize {
		return nil, fmt.Errorf("parse entry bundle: %d bytes are no sequence of up to %d commitments", len(bundle), tileWidth)
	}
	commitments := make([][32]byte, 0, len(bundle)/entrySize)
	for i := 0; i < len(bundle); i += entrySize {
		if bundle[i] != entryHigh || bundle[i+1] != entryLow {
			return nil, fmt.Errorf("parse entry bundle: entry %d is not %d bytes long", i/entrySize, hashSize)
		}
		commitments = append(commitments, [32]byte(bundle[i+2:i+entrySize]))
	}
	return commitments, nil
}

func appendEntry(bundle []byte, commitment [32]byte) []byte {
	return append(append(bundle, entryHigh, entryLow), commitment[:]...)
}

// bytes is the length of the tile's content.
func (id TileID) bytes() int {
	if id.Level == EntryLevel {
		return id.Width * entrySize
	}
	return id.Width * hashSize
}

// readTiles reads tiles and cuts them to the width asked for.
func readTiles(ids []TileID, r TileReader) ([][]byte, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	data, err := r.ReadTiles(ids)
	if err != nil {
		return nil, fmt.Errorf("read tiles: %w", err)
	}
	if len(data) != len(ids) {
		return nil, fmt.Errorf("read tiles: %d given, %d asked for", len(data), len(ids))
	}
	cut := make([][]byte, len(ids))
	for i, id := range ids {
		if len(data[i]) < id.bytes() {
			return nil, fmt.Errorf("read tiles: %s has %d bytes, needs %d", id.Path(), len(data[i]), id.bytes())
		}
		cut[i] = data[i][:id.bytes():id.bytes()]
	}
	return cut, nil
}
