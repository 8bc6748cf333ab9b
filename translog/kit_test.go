package translog_test

import (
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/balajol/balajol/translog"
)

// tileMap stores the widest version of each tile, as a database would.
type tileMap struct {
	tiles map[[2]int64]translog.Tile
	calls int
	read  int
}

func newTileMap() *tileMap {
	return &tileMap{tiles: make(map[[2]int64]translog.Tile)}
}

func (m *tileMap) put(tiles ...translog.Tile) {
	for _, t := range tiles {
		m.tiles[[2]int64{int64(t.Level), t.Index}] = t
	}
}

func (m *tileMap) ReadTiles(ids []translog.TileID) ([][]byte, error) {
	m.calls++
	data := make([][]byte, len(ids))
	for i, id := range ids {
		t, ok := m.tiles[[2]int64{int64(id.Level), id.Index}]
		if !ok {
			return nil, fmt.Errorf("no %s", id.Path())
		}
		data[i] = t.Data
		m.read++
	}
	return data, nil
}

// commitments gives n distinct values from number on.
func commitments(from, n int) [][32]byte {
	c := make([][32]byte, n)
	for i := range c {
		binary.BigEndian.PutUint64(c[i][8:], uint64(from+i)*0x9e3779b97f4a7c15)
	}
	return c
}

// grown is a tree of one batch.
func grown(t failer, size int) (translog.Head, *tileMap) {
	t.Helper()
	m := newTileMap()
	return extend(t, m, translog.EmptyHead(), commitments(0, size)), m
}

func extend(t failer, m *tileMap, head translog.Head, c [][32]byte) translog.Head {
	t.Helper()
	g, err := translog.Grow(head, c, m)
	if err != nil {
		t.Fatal(err)
	}
	m.put(g.Tiles...)
	m.put(g.Bundles...)
	return g.Head
}

// failer is what *testing.T and *rapid.T share.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// oracle keeps every hash of the tree with x/mod's own code.
type oracle []tlog.Hash

func newOracle(t testing.TB, c [][32]byte) oracle {
	t.Helper()
	var o oracle
	for i := range c {
		hashes, err := tlog.StoredHashes(int64(i), c[i][:], o)
		if err != nil {
			t.Fatal(err)
		}
		o = append(o, hashes...)
	}
	return o
}

func (o oracle) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		hashes[i] = o[x]
	}
	return hashes, nil
}

func (o oracle) head(t failer, size int64) translog.Head {
	t.Helper()
	root, err := tlog.TreeHash(size, o)
	if err != nil {
		t.Fatal(err)
	}
	return translog.Head{Size: size, Root: root}
}

func must[T any](t failer) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
