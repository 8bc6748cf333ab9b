package oversight

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// ExportYear writes what an auditor needs to recompute the year without this program: registers, queue, offers,
// placements, lines, tariffs and payments as CSV, the bank files, the log with its tiles, and the receipts. Children are
// opaque ids; birth dates are there because the order and the ages follow from them, so the export is for accredited
// auditors and not for publication.
func (s *Service) ExportYear(ctx context.Context, actor access.Actor, to service.Folder) error {
	return s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ExportYear, access.Place(actor.Authority)); err != nil {
			return err
		}
		e := exporter{r, to}
		for _, part := range []func() error{
			e.organisations, e.groups, e.applications, e.offers, e.placements, e.lines, e.tariffs, e.payments, e.bankFiles,
			func() error { return e.log(s.LogKey(r.Authority)) }, e.receipts,
		} {
			if err := part(); err != nil {
				return fmt.Errorf("export year: %w", err)
			}
		}
		return nil
	})
}

type exporter struct {
	r  *store.Reader
	to service.Folder
}

// table writes one CSV file with a header.
func (e exporter) table(name, header string, rows int, row func(i int) []string) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(strings.Split(header, ",")); err != nil {
		return err
	}
	for i := range rows {
		if err := w.Write(row(i)); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return e.to.WriteFile(name, b.Bytes())
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (e exporter) organisations() error {
	all, err := e.r.Kindergartens()
	if err != nil {
		return err
	}
	return e.table("organisation.csv", "organisation,name,ownership,kind,state_order", len(all), func(i int) []string {
		k := all[i]
		return []string{string(k.ID), k.Name, string(k.Ownership), string(k.Kind), yesNo(k.StateOrder)}
	})
}

func (e exporter) groups() error {
	all, err := e.r.Groups()
	if err != nil {
		return err
	}
	return e.table("group.csv", "group,organisation,age,language,kind,seats", len(all), func(i int) []string {
		g := all[i]
		return []string{string(g.ID), string(g.Kindergarten), strconv.Itoa(g.Age), string(g.Language), string(g.Kind), strconv.Itoa(g.Open())}
	})
}

func (e exporter) applications() error {
	all, err := e.r.Applications()
	if err != nil {
		return err
	}
	header := "application,child,registered_at,sequence,class,proof,birth_date,settlement,status"
	return e.table("application.csv", header, len(all), func(i int) []string {
		a := all[i]
		return []string{string(a.ID), string(a.Child), a.RegisteredAt.String(), strconv.FormatInt(a.Sequence, 10), string(a.Class), string(a.Proof),
			a.BirthDate.String(), a.Settlement, string(a.State)}
	})
}

// answerOf is the answer to an offer: what became of an accepted one shows in the placements.
func answerOf(o preschool.Offer) string {
	switch o.State {
	case preschool.OfferFulfilled:
		return string(preschool.OfferAccepted)
	case preschool.OfferAnnulled:
		if !o.AnsweredAt.IsZero() {
			return string(preschool.OfferAccepted)
		}
	}
	return string(o.State)
}

func (e exporter) offers() error {
	all, err := e.r.Offers()
	if err != nil {
		return err
	}
	return e.table("offer.csv", "offer,application,round,of,target,offered_at,answer_by,status", len(all), func(i int) []string {
		o := all[i]
		return []string{string(o.ID), string(o.Application), string(o.Round), string(o.Of), o.Target(), o.OfferedAt.String(), o.AnswerBy.String(), answerOf(o)}
	})
}

func (e exporter) placements() error {
	all, err := e.r.Placements()
	if err != nil {
		return err
	}
	return e.table("placement.csv", "placement,child,group,from,to,source", len(all), func(i int) []string {
		p := all[i]
		return []string{string(p.ID), string(p.Child), string(p.Group), p.During.From.String(), p.During.To.String(), string(p.Source)}
	})
}

// confirmedAs is a line's answer in the words of the sheet format.
var confirmedAs = map[preschool.LineState]string{
	preschool.LineConfirmed: "yes", preschool.LineDisputed: "dispute", preschool.LineCorrected: "dispute", preschool.LineSilent: "silent", preschool.LineOpen: "silent",
}

func (e exporter) lines() error {
	all, err := e.r.Lines()
	if err != nil {
		return err
	}
	header := "child,organisation,group_kind,month,days,confirmed,held,tiyn"
	return e.table("line.csv", header, len(all), func(i int) []string {
		l := all[i]
		return []string{string(l.Child), string(l.Kindergarten), string(l.GroupKind), l.Month.String(), l.Days, confirmedAs[l.State], l.Held, strconv.FormatInt(int64(l.Tiyn), 10)}
	})
}

func (e exporter) tariffs() error {
	all, err := e.r.Tariffs()
	if err != nil {
		return err
	}
	return e.table("tariff.csv", "group_kind,from,tenge_per_child_month", len(all), func(i int) []string {
		return []string{string(all[i].GroupKind), all[i].From.String(), all[i].Rate.String()}
	})
}

func (e exporter) payments() error {
	all, err := e.r.Payments()
	if err != nil {
		return err
	}
	return e.table("payment.csv", "payment,organisation,month,kind,tiyn,status", len(all), func(i int) []string {
		p := all[i]
		return []string{string(p.ID), string(p.Kindergarten), p.Month.String(), string(p.Kind), strconv.FormatInt(int64(p.Tiyn), 10), string(p.State)}
	})
}

func (e exporter) bankFiles() error {
	all, err := e.r.BankFiles()
	if err != nil {
		return err
	}
	for _, f := range all {
		if err := e.to.WriteFile("bank/"+f.Message+".xml", []byte(f.XML)); err != nil {
			return err
		}
	}
	return nil
}

func (e exporter) log(key string) error {
	head, err := e.r.LastCheckpoint()
	if err != nil || head.Head.Size == 0 {
		return err
	}
	tiles, err := e.r.Tiles()
	if err != nil {
		return err
	}
	for _, t := range tiles {
		if err := e.to.WriteFile("log/"+t.Path, t.Data); err != nil {
			return err
		}
	}
	verifier, err := translog.VerifierOf(key)
	if err != nil {
		return err
	}
	if err := e.to.WriteFile("log/"+VerifierFile, []byte(verifier+"\n")); err != nil {
		return err
	}
	return e.to.WriteFile("log/"+CheckpointFile, []byte(head.Text))
}

// VerifierFile is the name of the published verifier key.
const VerifierFile = "verifier"

func (e exporter) receipts() error {
	head, err := e.r.LastCheckpoint()
	if err != nil || head.Head.Size == 0 {
		return err
	}
	events, err := e.r.ReceiptEvents()
	if err != nil {
		return err
	}
	indexes := make([]int64, len(events))
	for i, ev := range events {
		indexes[i] = ev.Index
	}
	proofs, err := e.r.Prove(head.Head, indexes)
	if err != nil {
		return err
	}
	for i, ev := range events {
		text, err := translog.FormatReceipt(translog.Receipt{
			Index: ev.Index, Nonce: ev.Nonce, Canonical: []byte(ev.Canonical), Proof: proofs[i], Checkpoint: []byte(head.Text),
		})
		if err != nil {
			return err
		}
		if err := e.to.WriteFile("receipts/"+receiptName(ev.Subject, ev.At.String()), text); err != nil {
			return err
		}
	}
	return nil
}

// receiptName names the file of a receipt by what it is about and when it happened.
func receiptName(about, at string) string {
	return about + "-" + strings.NewReplacer(":", "", "-", "", ".", "").Replace(at) + ".txt"
}
