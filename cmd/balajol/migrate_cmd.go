package main

import (
	"context"
	"fmt"
	"time"
)

type migrateCmd struct {
	DB string `help:"Database: sqlite:PATH, sqlite://PATH or postgres://…; a SQLite file that is not there is made." required:""`
}

// Run brings the schema up and says from where to where.
func (c *migrateCmd) Run(ctx context.Context) error {
	a, err := open(ctx, wiring{DSN: c.DB, Now: time.Now, Entropy: chance{}})
	if err != nil {
		return err
	}
	defer a.db.Close()
	has, wants, err := a.db.Schema(ctx)
	switch {
	case err != nil:
		return err
	case has > wants:
		return newerSchema(has, wants)
	case has == wants:
		fmt.Printf("schema %d: nothing to do\n", has)
		return nil
	}
	if err := a.db.Migrate(ctx); err != nil {
		return err
	}
	fmt.Printf("schema %d, before %d\n", wants, has)
	return nil
}
