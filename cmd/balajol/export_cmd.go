package main

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/service"
)

type exportCmd struct {
	dbFlags
	Dir string `arg:"" help:"Folder to write into."`
}

// Run writes the year for an auditor.
func (c *exportCmd) Run(ctx context.Context) error {
	city, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer city.db.Close()
	if err := city.needKey(); err != nil {
		return err
	}
	if err := city.oversight.ExportYear(ctx, actor(access.Auditor, c.Authority), service.Dir(c.Dir)); err != nil {
		return err
	}
	fmt.Printf("%s holds the year of %s\n", c.Dir, city.authority.NameEN)
	return nil
}
