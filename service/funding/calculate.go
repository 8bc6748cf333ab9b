package funding

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// The reasons of this room that stop a confirmed line.
const (
	HeldNoStateOrder = "no_state_order" // the rules pay state orders, and the kindergarten has none
	HeldNoVoucher    = "no_voucher"     // the rules pay vouchers, and the child has none
	HeldExcluded     = "other_order"    // another order pays for this kind of group (Education Law art. 62 p.6)
	HeldUnconfirmed  = "unconfirmed"    // taken over from an old list, and the family has not confirmed it
)

// OpenCycle opens the payment cycle of a month.
func (s *Service) OpenCycle(ctx context.Context, actor access.Actor, month civil.Month) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.CalculateCycle, access.Place(actor.Authority)); err != nil {
			return err
		}
		if _, found, err := tx.Cycle(month); err != nil || found {
			return err
		}
		c := preschool.Cycle{Authority: tx.Authority, Month: month, State: preschool.CycleOpened}
		return tx.SaveNewCycle(actor, c, store.Cause{Event: "cycle.opened"})
	})
}

// Calculate makes the claims of a month once its families' term to answer has ended: silence is marked, confirmed lines
// are priced, and the month before is adjusted by what was answered late. Everything happens in one transaction.
func (s *Service) Calculate(ctx context.Context, actor access.Actor, month civil.Month) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.CalculateCycle, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		cycle, found, err := tx.Cycle(month)
		if err != nil || !found {
			if err == nil {
				err = register.Refuse(register.NotFound, "cycle.not_opened").With("month", month.String())
			}
			return err
		}
		for _, event := range []string{"sign", "answer", "calculate"} {
			if cycle, err = cycle.Advance(event); err != nil {
				return err
			}
		}
		if err := answersOver(tx, day, month); err != nil {
			return err
		}
		b := &books{tx: tx, day: day, cycle: month}
		if err := b.open(s.Deps); err != nil {
			return err
		}
		claims, total, err := b.settle(actor, month, preschool.KindClaim)
		if err != nil {
			return fmt.Errorf("calculate %s: %w", month, err)
		}
		adjusted, more, err := b.settle(actor, month.Prev(), preschool.KindAdjustment)
		if err != nil {
			return fmt.Errorf("adjust %s: %w", month.Prev(), err)
		}
		return tx.SaveCycle(actor, cycle, store.Cause{Event: "cycle.calculated"}, store.Fact{Name: "claims", Value: fmt.Sprint(claims + adjusted)},
			store.Fact{Name: "tiyn", Value: fmt.Sprint(int64(total + more))})
	})
}

// answersOver refuses to calculate while a sheet of the month still waits for its families.
func answersOver(tx *store.Tx, day service.Day, month civil.Month) error {
	sheets, err := tx.Sheets(month)
	if err != nil {
		return err
	}
	for _, sh := range sheets {
		if !day.Today.After(sh.AnswerBy) {
			return register.Refuse(register.Conflict, "cycle.answers_open").With("by", sh.AnswerBy.String())
		}
	}
	return nil
}

// books is what a calculation works with.
type books struct {
	tx          *store.Tx
	day         service.Day
	cycle       civil.Month
	past        *service.Past
	tariffs     []payout.Tariff
	stateOrder  map[register.ID[register.Kindergarten]]bool
	vouchers    map[register.ID[register.Child]][]civil.DateRange
	unconfirmed map[register.ID[preschool.Placement]]bool
}

func (b *books) open(deps *service.Deps) error {
	var err error
	if b.past, err = deps.Past(b.tx.Reader); err != nil {
		return err
	}
	tariffs, err := b.tx.Tariffs()
	if err != nil {
		return err
	}
	for _, t := range tariffs {
		b.tariffs = append(b.tariffs, payout.Tariff{GroupKind: t.GroupKind, From: t.From, Rate: t.Rate})
	}
	all, err := b.tx.Kindergartens()
	if err != nil {
		return err
	}
	b.stateOrder = map[register.ID[register.Kindergarten]]bool{}
	for _, k := range all {
		b.stateOrder[k.ID] = k.StateOrder
	}
	if b.vouchers, err = b.tx.VoucherSpans(); err != nil {
		return err
	}
	b.unconfirmed, err = b.tx.UnconfirmedPlacements()
	return err
}

// settle prices the lines of a month, sets them against what was posted, and makes one claim for each kindergarten that
// has anything to add.
func (b *books) settle(actor access.Actor, month civil.Month, kind preschool.ClaimKind) (claims int, total money.Tiyn, err error) {
	lines, err := b.tx.LinesIn(month)
	if err != nil || len(lines) == 0 {
		return 0, 0, err
	}
	m, err := b.openMonth(month)
	if err != nil {
		return 0, 0, err
	}
	silence := m.rules.Answer.Silence
	priced := make([]payout.SheetLine, len(lines))
	var posted []payout.Posted
	held := make([]string, len(lines))
	for i := range lines {
		l := &lines[i]
		if l.State == preschool.LineOpen && kind == preschool.KindClaim {
			if *l, err = l.Lapse(); err != nil {
				return 0, 0, err
			}
		}
		if l.FundedFrom, held[i], err = m.judge(*l); err != nil {
			return 0, 0, err
		}
		priced[i] = payout.SheetLine{
			Child: l.Child, Organisation: l.Kindergarten, GroupKind: l.GroupKind, Month: month, Days: paidDays(*l, l.FundedFrom), Confirmed: said(*l, silence),
		}
		if held[i] != "" {
			priced[i].Confirmed = payout.Silent
		}
		if l.Tiyn != 0 {
			posted = append(posted, payout.Posted{Child: l.Child, Organisation: l.Kindergarten, Month: month, Tiyn: l.Tiyn})
		}
	}
	report, err := payout.Settle(m.pay, b.tariffs, priced, posted)
	if err != nil {
		return 0, 0, err
	}
	return b.claim(actor, month, kind, lines, held, report)
}

func said(l preschool.Line, silence policy.Silence) payout.Answer {
	switch {
	case l.State == preschool.LineConfirmed, l.State == preschool.LineSilent && silence == policy.SilencePaid:
		return payout.Yes
	case l.State == preschool.LineDisputed, l.State == preschool.LineCorrected:
		return payout.Dispute
	}
	return payout.Silent
}

// claim keeps the priced lines and their claims, kindergarten by kindergarten: lines come in that order.
func (b *books) claim(actor access.Actor, month civil.Month, kind preschool.ClaimKind, lines []preschool.Line, held []string, report payout.Report) (claims int, total money.Tiyn, err error) {
	var changed []preschool.Line
	for from := 0; from < len(lines); {
		to := from
		c := preschool.Claim{
			Authority: b.tx.Authority, ID: store.NewID[preschool.Claim](b.tx, "claim"), Kindergarten: lines[from].Kindergarten, Month: month, Cycle: b.cycle,
			Kind: kind, State: preschool.ClaimDrafted,
		}
		var parts []preschool.ClaimLine
		for ; to < len(lines) && lines[to].Kindergarten == c.Kindergarten; to++ {
			l, r := lines[to], report.Lines[to]
			after := l
			after.Held, after.PayableDays, after.WorkingDays, after.Tiyn = held[to], r.PayableDays, r.WorkingDays, r.Tiyn
			if after.Held == "" {
				after.Held = string(r.Held)
			}
			if kind == preschool.KindClaim || after != l {
				changed = append(changed, after)
			}
			if r.Adjustment != 0 {
				parts = append(parts, preschool.ClaimLine{Claim: c.ID, Line: l.ID, Tiyn: r.Adjustment})
				if c.Tiyn, err = c.Tiyn.Add(r.Adjustment); err != nil {
					return 0, 0, err
				}
			}
		}
		from = to
		if c.Lines = len(parts); c.Lines == 0 {
			continue
		}
		if c, err = c.Advance("submit"); err != nil {
			return 0, 0, err
		}
		if err := b.tx.SaveNewClaim(actor, c, parts, store.Cause{Event: "claim.submitted", Ground: string(kind)}); err != nil {
			return 0, 0, err
		}
		claims++
		total += c.Tiyn
	}
	return claims, total, b.tx.SaveCalculated(changed)
}
