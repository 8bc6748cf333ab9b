package oversight

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Record is the newest signed head of the authority's log.
type Record struct {
	Day      service.Day
	Size     int64
	Root     string // base64; "" while nothing is signed
	Text     string // the signed note as it is published
	SignedAt civil.Instant
}

// Record shows the newest checkpoint.
func (s *Service) Record(ctx context.Context, actor access.Actor) (Record, error) {
	var record Record
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if record.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		c, err := r.LastCheckpoint()
		record.Size, record.Text, record.SignedAt = c.Head.Size, c.Text, c.At
		if c.Text != "" {
			record.Root = c.Head.Root.String()
		}
		return err
	})
	if err != nil {
		return Record{}, fmt.Errorf("show record: %w", err)
	}
	return record, nil
}
