package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

const origin = "balajol.example/krg"

// keys of the town's log, from a seed.
func keys(t testing.TB) (signer, verifier string) {
	t.Helper()
	seed := sha256.Sum256([]byte("log"))
	signer, verifier, err := translog.KeyFromSeed(origin, seed[:])
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

func (town *town) integrate() (n int) {
	town.t.Helper()
	signer, _ := keys(town.t)
	town.update(func(tx *store.Tx) (err error) {
		n, err = tx.SaveIntegrated(signer)
		return err
	})
	return n
}

func (town *town) head() store.Checkpoint {
	town.t.Helper()
	return read(town, (*store.Reader).LastCheckpoint)
}

// populate records n events in one transaction and returns the last one.
func (town *town) populate(n int) (last store.EventRef) {
	town.t.Helper()
	town.update(func(tx *store.Tx) error {
		for i := range n {
			if err := tx.SavePopulation(officer, population(i), why); err != nil {
				return err
			}
		}
		last = tx.LastEvent()
		return nil
	})
	return last
}

// grown is the log of the same commitments as translog grows it by itself, in one batch.
func (town *town) grown() translog.Growth {
	town.t.Helper()
	rows, err := town.Raw().Query("SELECT commitment FROM log_leaf WHERE authority_id = 'krg' AND leaf_index IS NOT NULL ORDER BY leaf_index")
	if err != nil {
		town.t.Fatal(err)
	}
	defer rows.Close()
	var commitments [][32]byte
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			town.t.Fatal(err)
		}
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			town.t.Fatal(err)
		}
		commitments = append(commitments, [32]byte(b))
	}
	growth, err := translog.Grow(translog.EmptyHead(), commitments, nil)
	if err = errors.Join(err, rows.Err()); err != nil {
		town.t.Fatal(err)
	}
	return growth
}

func TestLogGrowsAsTranslogSays(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		if h := town.head(); h.Head != translog.EmptyHead() || h.Text != "" {
			t.Errorf("the empty log has head %v", h)
		}
		size := town.count("event WHERE authority_id = 'krg'")
		for i, more := range []int{0, 1, 250, 300, 2} {
			if more > 0 {
				town.populate(more)
			}
			size += more
			taken := town.integrate()
			if want := more; i > 0 && taken != want {
				t.Errorf("batch %d took %d leaves, want %d", i, taken, want)
			}
			head, want := town.head(), town.grown()
			if head.Head != want.Head || head.Head.Size != int64(size) {
				t.Errorf("after batch %d the head is %v, want %v of %d", i, head.Head, want.Head, size)
			}
		}
		if n := town.integrate(); n != 0 || town.count("log_checkpoint") != 5 {
			t.Errorf("nothing new: took %d, %d checkpoints", n, town.count("log_checkpoint"))
		}
		_, verifier := keys(t)
		opened, err := translog.OpenCheckpoint([]byte(town.head().Text), verifier)
		if err != nil || opened.Head != town.head().Head {
			t.Errorf("the checkpoint opens to %v, %v", opened, err)
		}
		compareTiles(t, town)
	})
}

// compareTiles sees that the stored tiles are those of one growth, at their published paths.
func compareTiles(t *testing.T, town *town) {
	t.Helper()
	growth := town.grown()
	want := map[string][]byte{}
	for _, tile := range append(growth.Tiles, growth.Bundles...) {
		want[tile.Path()] = tile.Data
	}
	for _, tile := range read(town, (*store.Reader).Tiles) {
		if !bytes.Equal(want[tile.Path], tile.Data) {
			t.Errorf("tile %s is another one", tile.Path)
		}
		delete(want, tile.Path)
	}
	for path := range want {
		t.Errorf("tile %s is missing", path)
	}
}

func TestUnpublishedTiles(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		unpublished := func() (paths []string) {
			for _, tile := range read(town, (*store.Reader).UnpublishedTiles) {
				paths = append(paths, tile.Path)
			}
			return paths
		}
		town.populate(260)
		town.integrate()
		size := town.count("log_leaf WHERE leaf_index IS NOT NULL")
		partial := fmt.Sprintf("001.p/%d", size-256)
		same(t, "after the first integration", []string{"tile/0/000", "tile/0/" + partial, "tile/1/000.p/1", "tile/entries/000", "tile/entries/" + partial}, unpublished())
		published := read(town, (*store.Reader).UnpublishedTiles)
		town.update(func(tx *store.Tx) error { return tx.SavePublished(published) })
		same(t, "after publishing", nil, unpublished())
		town.populate(1)
		town.integrate()
		partial = fmt.Sprintf("001.p/%d", size-255)
		town.update(func(tx *store.Tx) error { return tx.SavePublished(published) }) // marks nothing that grew since
		same(t, "after one more", []string{"tile/0/" + partial, "tile/entries/" + partial}, unpublished())
	})
}

func TestLogContinuesItsOwnHeadsOnly(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.populate(5)
		town.integrate()
		old := town.head().Head
		town.populate(300)
		town.integrate()
		forked := old
		forked.Root[0]++
		for _, c := range []struct {
			old  translog.Head
			fork bool
		}{{translog.EmptyHead(), false}, {old, false}, {town.head().Head, false}, {forked, true}} {
			err := town.View(t.Context(), city, func(r *store.Reader) error { return r.Continues(c.old, town.head().Head) })
			if errors.Is(err, translog.ErrInconsistent) != c.fork || !c.fork && err != nil {
				t.Errorf("continues %v: %v", c.old, err)
			}
		}
	})
}

// Writers do not stop the integrators, nor they them, and no leaf is lost or taken twice, though two programs integrate.
func TestIntegratingWhileOthersWrite(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		signer, _ := keys(t)
		integrate := func() {
			err := town.Update(t.Context(), city, func(tx *store.Tx) error {
				_, err := tx.SaveIntegrated(signer)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
		var writers, integrators sync.WaitGroup
		written := make(chan struct{})
		for w := range 4 {
			writers.Go(func() {
				for i := range 15 {
					err := town.Update(t.Context(), city, func(tx *store.Tx) error {
						p := population(i)
						p.Territory = fmt.Sprint("territory", w)
						return tx.SavePopulation(officer, p, why)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 2 {
			integrators.Go(func() {
				for {
					select {
					case <-written:
						return
					default:
						integrate()
					}
				}
			})
		}
		writers.Wait()
		close(written)
		integrators.Wait()
		integrate()
		if head, want := town.head().Head, town.grown().Head; head != want || head.Size != int64(town.count("event WHERE authority_id = 'krg'")) {
			t.Errorf("head %v, want %v of %d", head, want, town.count("event WHERE authority_id = 'krg'"))
		}
	})
}
