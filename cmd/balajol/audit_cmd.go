package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
)

type auditCmd struct{ dbFlags }

// Run prints every check and fails if one is false.
func (c *auditCmd) Run(ctx context.Context) error {
	city, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer city.db.Close()
	checks, err := city.oversight.AuditYear(ctx, actor(access.Auditor, c.Authority))
	if err != nil {
		return err
	}
	sound := true
	for _, check := range checks {
		word := "true"
		if !check.OK {
			word, sound = "FALSE: "+check.Detail, false
		}
		fmt.Printf("%-22s %s\n", check.Name, word)
	}
	if !sound {
		return exit{exitNo, errors.New("a check is false")}
	}
	return nil
}
