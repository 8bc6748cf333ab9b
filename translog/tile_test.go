package translog_test

import (
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/translog"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id   translog.TileID
		path string
	}{
		{translog.TileID{Level: 0, Index: 0, Width: 256}, "tile/0/000"},
		{translog.TileID{Level: 0, Index: 1234, Width: 256}, "tile/0/x001/234"},
		{translog.TileID{Level: 1, Index: 1234067, Width: 17}, "tile/1/x001/x234/067.p/17"},
		{translog.TileID{Level: 5, Index: 0, Width: 1}, "tile/5/000.p/1"},
		{translog.TileID{Level: translog.EntryLevel, Index: 4, Width: 255}, "tile/entries/004.p/255"},
	}
	for _, test := range tests {
		if got := test.id.Path(); got != test.path {
			t.Errorf("path of %v is %s, want %s", test.id, got, test.path)
		}
		if id, err := translog.ParsePath(test.path); err != nil || id != test.id {
			t.Errorf("%s is read as %v, %v", test.path, id, err)
		}
	}
}

func TestParsePathRefuses(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/0/0000", "0/000", "tile/00/000", "tile/6/000", "tile/-1/000",
		"tile/data/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/2", "tile/0/x000/000",
		"tile/0/001/234", "tile/0/x001/x234", "tile/0/x001/x000/x000/x000/x000/000", "tile/0/+01", "tile/0/000/", "tile/0/000.p/",
	} {
		if id, err := translog.ParsePath(path); err == nil {
			t.Errorf("%q is read as %v", path, id)
		}
	}
}

// x/mod writes the same numbers, with the height as one more element.
func TestPathsAgreeWithOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		id := translog.TileID{
			Level: rapid.IntRange(0, 5).Draw(rt, "level"),
			Index: rapid.Int64Range(0, translog.MaxSize>>8).Draw(rt, "index"),
			Width: rapid.IntRange(1, 256).Draw(rt, "width"),
		}
		want := "tile/" + tlog.Tile{H: 8, L: id.Level, N: id.Index, W: id.Width}.Path()[len("tile/8/"):]
		if id.Path() != want {
			rt.Fatalf("path %s, want %s", id.Path(), want)
		}
		if got := must[translog.TileID](rt)(translog.ParsePath(want)); got != id {
			rt.Fatalf("%s is read as %v", want, got)
		}
	})
}

func TestEntryBundles(t *testing.T) {
	t.Parallel()
	_, m := grown(t, 300)
	var got [][32]byte
	for i := range int64(2) {
		got = append(got, must[[][32]byte](t)(translog.ParseEntries(m.tiles[[2]int64{-1, i}].Data))...)
	}
	if !slices.Equal(got, commitments(0, 300)) {
		t.Error("bundles do not give back the commitments")
	}
	full := m.tiles[[2]int64{-1, 0}].Data
	wrongLength := slices.Clone(full)
	wrongLength[1] = 31
	for name, bundle := range map[string][]byte{
		"truncated": full[:len(full)-1], "too many": slices.Concat(full, full[:34]), "another length": wrongLength,
	} {
		if _, err := translog.ParseEntries(bundle); err == nil {
			t.Errorf("a bundle that is %s is accepted", name)
		}
	}
}
