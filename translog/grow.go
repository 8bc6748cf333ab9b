package translog

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrInconsistent says that stored tiles and tree heads do not belong to one
// history: something was changed, removed or restored.
var ErrInconsistent = errors.New("inconsistent with the tree head")

// Growth is what a batch of new entries changes. Everything in it is stored in
// one transaction; a partial tile replaces its narrower predecessor.
type Growth struct {
	Head    Head   // the new tree
	Tiles   []Tile // hash tiles that are new or wider, by level and index
	Bundles []Tile // entry bundles that are new or wider, by index
}

// Grow appends the commitments, in order, to the tree of head. It reads only
// the open tiles at the right edge, in one call, and refuses with
// [ErrInconsistent] when they do not give head's root: a tree is never
// continued from tiles that were altered. Data of r is not changed. Cost: two
// hashes per entry, plus at most 256 per level. For an empty log only
// head.Size counts.
func Grow(head Head, commitments [][32]byte, r TileReader) (Growth, error) {
	if head.Size < 0 || head.Size > MaxSize-int64(len(commitments)) {
		return Growth{}, fmt.Errorf("grow tree of size %d by %d: out of range", head.Size, len(commitments))
	}
	e, err := readEdge(head, r)
	if err != nil {
		return Growth{}, fmt.Errorf("grow tree of size %d: %w", head.Size, err)
	}
	if len(commitments) == 0 {
		return Growth{Head: Head{head.Size, foldEdge(e.levels)}}, nil
	}
	for i, c := range commitments {
		index := head.Size + int64(i)
		e.addEntry(index, c)
		e.addHash(0, index, LeafHash(c))
	}
	return e.close(head.Size + int64(len(commitments))), nil
}

// edge is the open right side of a tree while it grows.
type edge struct {
	levels  [][]byte // hashes of the open tile of each level, less than 256
	touched []bool   // whether the open tile differs from the stored one
	bundle  []byte   // entries of the open bundle
	tiles   []Tile   // completed hash tiles
	bundles []Tile   // completed bundles
}

func readEdge(head Head, r TileReader) (*edge, error) {
	var ids []TileID
	levels := 0
	for n := head.Size; n > 0; n /= tileWidth {
		if width := int(n % tileWidth); width > 0 {
			ids = append(ids, TileID{levels, n / tileWidth, width})
		}
		levels++
	}
	if width := int(head.Size % tileWidth); width > 0 {
		ids = append(ids, TileID{EntryLevel, head.Size / tileWidth, width})
	}
	data, err := readTiles(ids, r)
	if err != nil {
		return nil, err
	}
	e := &edge{levels: make([][]byte, levels), touched: make([]bool, levels)}
	for i, id := range ids {
		if id.Level == EntryLevel {
			e.bundle = data[i]
		} else {
			e.levels[id.Level] = data[i]
		}
	}
	if head.Size > 0 && foldEdge(e.levels) != head.Root {
		return nil, fmt.Errorf("open tiles: %w", ErrInconsistent)
	}
	return e, e.checkBundle()
}

// checkBundle compares the open bundle with the open leaf tile, so that an
// altered bundle is not carried on either.
func (e *edge) checkBundle() error {
	commitments, err := ParseEntries(e.bundle)
	if err != nil {
		return err
	}
	for i, c := range commitments {
		if LeafHash(c) != Hash(e.levels[0][i*hashSize:(i+1)*hashSize]) {
			return fmt.Errorf("entry %d of the open bundle: %w", i, ErrInconsistent)
		}
	}
	return nil
}

func (e *edge) addEntry(index int64, commitment [32]byte) {
	if len(e.bundle) == 0 {
		e.bundle = make([]byte, 0, tileWidth*entrySize)
	}
	e.bundle = appendEntry(e.bundle, commitment)
	if len(e.bundle) == tileWidth*entrySize {
		e.bundles = append(e.bundles, Tile{TileID{EntryLevel, index / tileWidth, tileWidth}, e.bundle})
		e.bundle = nil
	}
}

// addHash puts the index'th hash of a level into its open tile. A tile that is
// full is done, and its root is the next hash of the level above.
func (e *edge) addHash(level int, index int64, h Hash) {
	if level == len(e.levels) {
		e.levels = append(e.levels, nil)
		e.touched = append(e.touched, false)
	}
	if len(e.levels[level]) == 0 {
		e.levels[level] = make([]byte, 0, tileWidth*hashSize)
	}
	e.levels[level] = append(e.levels[level], h[:]...)
	e.touched[level] = true
	if full := e.levels[level]; len(full) == tileWidth*hashSize {
		e.tiles = append(e.tiles, Tile{TileID{level, index / tileWidth, tileWidth}, full})
		e.levels[level] = nil
		e.addHash(level+1, index/tileWidth, foldFull(full))
	}
}

// close adds the open tiles that changed.
func (e *edge) close(size int64) Growth {
	n := size
	for level, open := range e.levels {
		if len(open) > 0 && e.touched[level] {
			e.tiles = append(e.tiles, Tile{TileID{level, n / tileWidth, len(open) / hashSize}, open})
		}
		n /= tileWidth
	}
	if len(e.bundle) > 0 {
		e.bundles = append(e.bundles, Tile{TileID{EntryLevel, size / tileWidth, len(e.bundle) / entrySize}, e.bundle})
	}
	slices.SortFunc(e.tiles, func(a, b Tile) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Index, b.Index))
	})
	return Growth{Head{size, foldEdge(e.levels)}, e.tiles, e.bundles}
}
