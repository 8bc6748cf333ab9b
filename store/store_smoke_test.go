package store_test

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
	"github.com/balajol/balajol/civil"
)

type seeded struct{}

func (seeded) Bytes(l string) [32]byte { return sha256.Sum256([]byte(l)) }

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{DSN: "sqlite:" + t.TempDir() + "/a.db", Now: time.Now, Entropy: seeded{}})
	if err != nil { t.Fatal(err) }
	defer db.Close()
	t0 := time.Now()
	if err := db.Migrate(ctx); err != nil { t.Fatal(err) }
	t.Log("migrate", time.Since(t0))
	a := access.Actor{ID: "x", Role: access.System, Authority: "krg"}
	err = db.Update(ctx, "krg", func(tx *store.Tx) error {
		return tx.SaveAuthority(a, register.Authority{ID: "krg", Kind: register.City, Joined: civil.MustParseDate("2026-01-01")}, store.Cause{Event: "authority.founded"})
	})
	if err != nil { t.Fatal(err) }
	t0 = time.Now()
	for range 2000 {
		err = db.Update(ctx, "krg", func(tx *store.Tx) error {
			return tx.SaveNewGuardians(a, []register.Guardian{{ID: store.NewID[register.Guardian](tx, "g"), IIN: string(store.NewID[register.Guardian](tx, "g"))}}, store.Cause{Event: "guardian.registered"})
		})
		if err != nil { t.Fatal(err) }
	}
	t.Log("2000 tx", time.Since(t0))
	_, v, _ := keys()
	_ = v
	t0 = time.Now()
	err = db.Update(ctx, "krg", func(tx *store.Tx) error { s, _, _ := keys(); n, err := tx.SaveIntegrated(s); t.Log(n); return err })
	if err != nil { t.Fatal(err) }
	t.Log("integrate", time.Since(t0))
	db.View(ctx, "krg", func(r *store.Reader) error { c, err := r.LastCheckpoint(); t.Log(c.Text, err); return nil })
}
func keys() (string, string, error) { b := sha256.Sum256([]byte("k")); return translog.KeyFromSeed("balajol.example/krg", b[:]) }
