package admission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// PreviewTakeover reads and checks an old list and says what loading it would do. It writes nothing.
func (s *Service) PreviewTakeover(ctx context.Context, actor access.Actor, list OldList) (TakeoverReport, error) {
	var rep TakeoverReport
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ImportTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		_, rep.Again, err = r.TakeoverBySHA256(list.SHA256)
		if err != nil || rep.Again {
			return err
		}
		check, places, err := s.checkTakeover(r, day, list)
		if err == nil {
			rep = check.report(places)
		}
		return err
	})
	return rep, err
}

// ImportTakeover loads an old list in one transaction: accepted lines enter the queue at their old time and turn, or take
// their seats, unconfirmed; every other line goes to the worklist. The same file again changes nothing. Then each family of
// an accepted line gets its code; a line whose code could not be sent says so on the worklist.
func (s *Service) ImportTakeover(ctx context.Context, actor access.Actor, list OldList) (TakeoverReport, error) {
	var rep TakeoverReport
	var t *taking
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		rep, t = TakeoverReport{}, nil
		if err := actor.Require(access.ImportTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		before, again, err := tx.TakeoverBySHA256(list.SHA256)
		if err != nil || again {
			rep = TakeoverReport{Kind: before.Kind, Batch: before.ID, Again: again, Lines: before.Lines, OrderSHA256: before.OrderSHA256}
			return err
		}
		check, places, err := s.checkTakeover(tx.Reader, day, list)
		if err != nil {
			return err
		}
		t = &taking{takeoverCheck: check, tx: tx, service: s, actor: actor, batch: store.NewID[preschool.TakeoverBatch](tx, "takeover")}
		entered, err := t.enter()
		if err != nil {
			return fmt.Errorf("load old list: %w", err)
		}
		rep = check.report(places)
		rep.Batch, rep.OrderSHA256 = entered.Batch, entered.OrderSHA256
		return nil
	})
	if err != nil || t == nil {
		return rep, err
	}
	rep.Unsent, err = s.sendCodes(ctx, actor, t)
	return rep, err
}

// sentTogether is how many codes are noted as sent in one transaction.
const sentTogether = 500

// sendCodes hands the codes to the channel of notices and notes which went out. It gives the number of those that did not.
func (s *Service) sendCodes(ctx context.Context, actor access.Actor, t *taking) (unsent int, err error) {
	var sent []store.SentCode
	lines := map[int]*oldLine{}
	for _, l := range t.lines {
		lines[l.line] = l
	}
	note := func() error {
		if len(sent) == 0 {
			return nil
		}
		err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error { return tx.SaveCodesSent(t.batch, sent) })
		sent = sent[:0]
		return err
	}
	for i, c := range t.codes {
		t.progress("codes", i, len(t.codes))
		l := lines[c.line]
		if l.phone == "" || s.sendCode(ctx, t.batch, c) != nil {
			unsent++
			continue
		}
		if sent = append(sent, store.SentCode{Number: c.line, SHA256: c.sha256, Faults: strings.Join(l.words(), ",")}); len(sent) == sentTogether {
			if err := note(); err != nil {
				return unsent, err
			}
		}
	}
	return unsent, note()
}

// sendCode gives one code to the sender of notices: the only place where it is ever written outside of the family's phone.
func (s *Service) sendCode(ctx context.Context, batch register.ID[preschool.TakeoverBatch], c sentCode) error {
	if s.Notices == nil {
		return register.Refuse(register.Conflict, "takeover.no_notices")
	}
	return s.Notices.Send(ctx, gateway.Notice{
		Key: fmt.Sprintf("takeover-%s-%d-%s", batch, c.line, c.sha256[:8]), Channel: gateway.SMS, Address: string(c.guardian), Template: "takeover.code",
		Args: map[string]string{"code": c.code},
	})
}

// codeAlphabet has no letters that look like digits.
const codeAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// newCode draws a code of fifty bits: two times five signs.
func newCode(tx *store.Tx) string {
	drawn := tx.Draw("takeover code")
	var code strings.Builder
	for i := range 10 {
		if i == 5 {
			code.WriteByte('-')
		}
		code.WriteByte(codeAlphabet[drawn[i]&31])
	}
	return code.String()
}

// codeHash is what is kept of a code, as people type it.
func codeHash(typed string) string {
	sum := sha256.Sum256([]byte(codeSlips.Replace(strings.ToLower(strings.TrimSpace(typed)))))
	return hex.EncodeToString(sum[:])
}
