package oversight

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// IntegrateLog gives the new leaves their place in the authority's log and signs its head. It returns how many it took.
func (s *Service) IntegrateLog(ctx context.Context, actor access.Actor) (int, error) {
	taken := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.IntegrateLog, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		taken, err = tx.SaveIntegrated(s.LogKey(tx.Authority))
		return err
	})
	return taken, err
}

// CheckpointFile is the name of the published head.
const CheckpointFile = "checkpoint"

// PublishLog writes the tiles that changed and then the checkpoint as static files (C2SP tlog-tiles). A reader never sees
// a checkpoint whose tiles are not there; after a crash the same files are written again. It refuses when the folder
// holds a head that this log does not continue: somebody restored an old database or runs a fork.
func (s *Service) PublishLog(ctx context.Context, actor access.Actor, to service.Folder) error {
	var tiles []store.LogTile
	var head store.Checkpoint
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.IntegrateLog, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if head, err = r.LastCheckpoint(); err != nil {
			return err
		}
		if err := continues(r, to, head, s.LogKey(r.Authority)); err != nil {
			return err
		}
		tiles, err = r.UnpublishedTiles()
		return err
	})
	if err != nil || head.Head.Size == 0 {
		return err
	}
	for _, t := range tiles {
		if err := to.WriteFile(t.Path, t.Data); err != nil {
			return fmt.Errorf("publish log: %w", err)
		}
	}
	if err := to.WriteFile(CheckpointFile, []byte(head.Text)); err != nil {
		return fmt.Errorf("publish log: %w", err)
	}
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error { return tx.SavePublished(tiles) })
}

// ReceiptWorker names this handler among the workers of a kind of job; its jobs are handled one after the other.
const ReceiptWorker = "receipts"

// IssueReceipts writes the receipts that were promised and that the log now covers, up to n of them, each verifiable
// without us: application/instant.txt. It returns how many it wrote.
func (s *Service) IssueReceipts(ctx context.Context, actor access.Actor, to service.Folder, n int) (int, error) {
	var jobs []store.Job
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.IntegrateLog, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		jobs, err = tx.ClaimJobs("receipt", ReceiptWorker, time.Minute, n)
		return err
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	var receipts []receipt
	err = s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		receipts, err = draw(r, jobs)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, r := range receipts {
		if err := to.WriteFile(r.name, r.text); err != nil {
			return 0, fmt.Errorf("issue receipt: %w", err)
		}
	}
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		for _, r := range receipts {
			if err := tx.FinishJob(r.job); err != nil {
				return err
			}
		}
		return nil
	})
	return len(receipts), err
}

type receipt struct {
	job  register.ID[store.Job]
	name string
	text []byte
}

// draw makes the receipts of the jobs under the newest head; an event that the log has not covered keeps its job.
func draw(r *store.Reader, jobs []store.Job) ([]receipt, error) {
	head, err := r.LastCheckpoint()
	if err != nil {
		return nil, err
	}
	var receipts []receipt
	var openings []store.Opening
	var indexes []int64
	for _, j := range jobs {
		part := strings.Split(j.Payload, "|")
		if len(part) != 3 {
			return nil, fmt.Errorf("issue receipt of job %s: malformed payload", j.ID)
		}
		event, err := store.KeyOf(part[0], part[1])
		if err != nil {
			return nil, fmt.Errorf("issue receipt of job %s: %w", j.ID, err)
		}
		o, covered, err := r.OpeningOf(event)
		if err != nil {
			return nil, err
		}
		if covered {
			receipts = append(receipts, receipt{job: j.ID, name: receiptName(part[2], part[0])})
			openings, indexes = append(openings, o), append(indexes, o.Index)
		}
	}
	proofs, err := r.Prove(head.Head, indexes)
	if err != nil {
		return nil, err
	}
	for i := range receipts {
		o := openings[i]
		receipts[i].text, err = translog.FormatReceipt(translog.Receipt{
			Index: o.Index, Nonce: o.Nonce, Canonical: []byte(o.Canonical), Proof: proofs[i], Checkpoint: []byte(head.Text),
		})
		if err != nil {
			return nil, err
		}
	}
	return receipts, nil
}
