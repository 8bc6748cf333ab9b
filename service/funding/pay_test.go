package funding_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/store"
)

// confirmed is the town on 6 February with the only line of January confirmed.
func confirmed(t *testing.T) *town.Town {
	t.Helper()
	c := signed(t, 1)
	c.Do(c.Answer(c.Lines(town.Sun, "2026-01")[0], civil.Date{}))
	c.At("2026-02-06 09:00")
	return c
}

func cycle(c *town.Town) preschool.Cycle {
	cycles, err := c.Funding.Cycles(c.Ctx(), town.Actor(access.Public))
	c.Do(err)
	return cycles[0]
}

func payments(c *town.Town) []preschool.Payment {
	var list []preschool.Payment
	c.Read(func(r *store.Reader) (err error) {
		list, err = r.Payments()
		return err
	})
	return list
}

func TestTwoPersonsSignACycle(t *testing.T) {
	t.Parallel()
	c := confirmed(t)
	payer, approver := town.Actor(access.Payer), town.Actor(access.Approver)
	c.Refused("cycle.not_opened", c.Funding.Calculate(c.Ctx(), payer, february))
	c.Refused("cycle.not_check", c.Funding.CheckCycle(c.Ctx(), payer, january))
	c.Do(c.Funding.Calculate(c.Ctx(), payer, january))
	c.Refused("cycle.not_sign", c.Funding.Calculate(c.Ctx(), payer, january))
	c.Do(c.Funding.CheckCycle(c.Ctx(), payer, january))
	same := approver
	same.ID = payer.ID
	c.Refused("cycle.same_person", c.Funding.ApproveCycle(c.Ctx(), same, january))
	if p := payments(c); len(p) != 1 || p[0].State != preschool.PaymentDrafted || p[0].Tiyn != norm {
		t.Fatalf("payments: %+v", p)
	}
	c.Refused("cycle.not_issue", c.Funding.IssuePayments(c.Ctx(), payer, january, c.Payer()))
	c.Do(c.Funding.ApproveCycle(c.Ctx(), approver, january))
	c.Refused("cycle.not_approve", c.Funding.ApproveCycle(c.Ctx(), approver, january))
	if p := payments(c)[0]; p.State != preschool.PaymentApproved || p.DraftedBy != payer.ID || p.ApprovedBy != approver.ID {
		t.Errorf("payment is %s, by %s and %s", p.State, p.DraftedBy, p.ApprovedBy)
	}
}

// The program may die between sending the file and remembering it: the file is sent again and paid once.
func TestAFileThatIsSentAgainIsPaidOnce(t *testing.T) {
	t.Parallel()
	c := confirmed(t)
	payer := town.Actor(access.Payer)
	c.Pay("2026-01")
	var file preschool.BankFile
	c.Read(func(r *store.Reader) error {
		files, err := r.BankFiles()
		file = files[0]
		return err
	})
	for range 2 {
		c.Do(c.Bank.Submit(c.Ctx(), file.Message, []byte(file.XML)))
		c.Do(c.Funding.SendFile(c.Ctx(), payer, january))
	}
	if on, err := c.Funding.SentOn(c.Ctx(), payer, january); err != nil || on != day("2026-02-06") {
		t.Errorf("the file was made on %s, %v", on, err)
	}
	c.At("2026-02-09 12:00")
	for range 2 {
		if cycle(c).State == preschool.CycleAccepted {
			c.Do(c.Funding.SettlePayments(c.Ctx(), payer, january, day("2026-02-09")))
		}
	}
	statement, err := c.Bank.Statement(c.Ctx(), day("2026-02-09"))
	if err != nil || len(statement) != 1 || statement[0].Tiyn != norm {
		t.Errorf("the bank booked %+v, %v", statement, err)
	}
	if p := payments(c); len(p) != 1 || p[0].State != preschool.PaymentSettled || cycle(c).State != preschool.CycleClosed {
		t.Errorf("payments %+v, cycle %s", p, cycle(c).State)
	}
	c.Refused("cycle.not_settle", c.Funding.SettlePayments(c.Ctx(), payer, january, day("2026-02-09")))
}

func TestARejectedPaymentIsNotPaid(t *testing.T) {
	t.Parallel()
	c := confirmed(t)
	c.Deps.Bank = fake.NewBank(1, 1000) // it rejects everything
	c.Pay("2026-01")
	c.At("2026-02-09 12:00")
	c.Do(c.Funding.SettlePayments(c.Ctx(), town.Actor(access.Payer), january, day("2026-02-09")))
	if p := payments(c)[0]; p.State != preschool.PaymentRejected || cycle(c).State != preschool.CycleClosed {
		t.Errorf("payment %s, cycle %s", p.State, cycle(c).State)
	}
	if claim := claimsOf(c, january)[0]; claim.State != preschool.ClaimApproved {
		t.Errorf("the claim is %s", claim.State)
	}
}

func TestAStatementThatSaysNothingLeavesTheCycleOpen(t *testing.T) {
	t.Parallel()
	c := confirmed(t)
	c.Pay("2026-01")
	c.Do(c.Funding.SettlePayments(c.Ctx(), town.Actor(access.Payer), january, day("2026-02-05"))) // the day before payment
	if p := payments(c)[0]; p.State != preschool.PaymentSent || cycle(c).State != preschool.CycleAccepted {
		t.Errorf("payment %s, cycle %s", p.State, cycle(c).State)
	}
}

// Who is paid follows from the rules: vouchers, or kindergartens with a state order; and another order pays for some kinds.
func TestWhatTheRulesDoNotPayIsHeld(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		key   string
		value any
		site  register.ID[register.Kindergarten]
		held  string
		tiyn  money.Tiyn
	}{
		"a voucher":                   {"payment.scope", "voucher", town.Moon, "", norm},
		"no voucher":                  {"voucher.scope", "new", town.Sun, funding.HeldNoVoucher, 0},
		"a state order":               {"payment.scope", "state_order", town.Sun, "", norm},
		"no state order":              {"payment.scope", "state_order", town.Moon, funding.HeldNoStateOrder, 0},
		"another order for this kind": {"payment.excluded", []string{"general"}, town.Sun, funding.HeldExcluded, 0},
	} {
		p, err := policy.Load("kz-voucher-2026")
		if err == nil {
			p, err = p.With(row.key, row.value)
		}
		if err != nil {
			t.Fatal(err)
		}
		c := town.Under(t, p)
		c.Norm()
		c.Hold(row.site, 1)
		c.Attend(row.site, day("2026-01-05"), "P")
		c.At("2026-02-02 09:00")
		c.Sign(row.site, "2026-01")
		c.Do(c.Answer(c.Lines(row.site, "2026-01")[0], civil.Date{}))
		c.At("2026-02-06 09:00")
		c.Pay("2026-01")
		if l := c.Lines(row.site, "2026-01")[0]; l.Held != row.held || l.Tiyn != row.tiyn || len(payments(c)) != min(int(row.tiyn), 1) {
			t.Errorf("%s: held %q, %d tiyn, %d payments", name, l.Held, l.Tiyn, len(payments(c)))
		}
	}
}

// A resolution of July may count from January (Ulytau, 16 July 2025): what was paid is adjusted, not edited.
func TestARetroactiveTariffIsAdjustedInTheNextCycle(t *testing.T) {
	t.Parallel()
	c := confirmed(t)
	c.Pay("2026-01")
	err := c.Funding.SetTariff(c.Ctx(), town.Actor(access.Approver), register.GeneralGroup, day("2026-01-01"), money.FromTenge(70_000), "second resolution")
	c.Do(err)
	c.At("2026-03-02 09:00")
	c.Sign(town.Sun, "2026-02")
	c.At("2026-03-06 09:00")
	c.Pay("2026-02")
	if claims := claimsOf(c, february); len(claims) != 1 || claims[0].Tiyn != money.FromTenge(5_000) || claims[0].Kind != preschool.KindAdjustment {
		t.Errorf("claims: %+v", claims)
	}
}

func TestEveryUseCaseAsksForRights(t *testing.T) {
	t.Parallel()
	c := signed(t, 1)
	c.Found(town.Other, "kz-voucher-2026")
	ctx, s, line := c.Ctx(), c.Funding, c.Lines(town.Sun, "2026-01")[0]
	step := func(do func(access.Actor) error, action access.Action) town.Use {
		return town.Use{Action: action, Do: do, Thing: true}
	}
	place := func(do func(access.Actor) error, action access.Action) town.Use {
		return town.Use{Action: action, Do: do}
	}
	theirs := func(do func(access.Actor) error, action access.Action) town.Use {
		return town.Use{Action: action, Do: do, Theirs: true}
	}
	c.Rights(s, map[string]town.Use{
		"SetTariff": place(func(a access.Actor) error {
			return s.SetTariff(ctx, a, register.GeneralGroup, day("2026-01-01"), 1, "act")
		}, access.SetTariff),
		"Roster": theirs(func(a access.Actor) error {
			_, err := s.Roster(ctx, a, town.Sun, day("2026-01-12"))
			return err
		}, access.TakeRollCall),
		"TakeRollCalls": theirs(func(a access.Actor) error { return s.TakeRollCalls(ctx, a, town.Sun, nil) }, access.TakeRollCall),
		"Called": place(func(a access.Actor) error {
			_, err := s.Called(ctx, a, day("2026-01-12"))
			return err
		}, access.ReadOpen),
		"SignSheets":  theirs(func(a access.Actor) error { return s.SignSheets(ctx, a, town.Sun, january) }, access.SignSheet),
		"CorrectLine": {Action: access.CorrectLine, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.CorrectLine(ctx, a, line.ID, register.Ill) }},
		"AnswerLines": step(func(a access.Actor) error {
			return s.AnswerLines(ctx, a, town.Sun, january, []funding.Answer{{By: town.Guardian(line.Guardian), Line: line.ID}})
		}, access.ReceiveAnswers),
		"LinesToAnswer": place(func(a access.Actor) error {
			_, err := s.LinesToAnswer(ctx, a, town.Sun, january)
			return err
		}, access.ReceiveAnswers),
		"OpenCycle":      place(func(a access.Actor) error { return s.OpenCycle(ctx, a, february) }, access.CalculateCycle),
		"Calculate":      step(func(a access.Actor) error { return s.Calculate(ctx, a, january) }, access.CalculateCycle),
		"CheckCycle":     step(func(a access.Actor) error { return s.CheckCycle(ctx, a, january) }, access.CheckCycle),
		"ApproveCycle":   step(func(a access.Actor) error { return s.ApproveCycle(ctx, a, january) }, access.ApproveCycle),
		"IssuePayments":  step(func(a access.Actor) error { return s.IssuePayments(ctx, a, january, funding.Payer{}) }, access.IssuePayments),
		"SendFile":       step(func(a access.Actor) error { return s.SendFile(ctx, a, january) }, access.IssuePayments),
		"SettlePayments": step(func(a access.Actor) error { return s.SettlePayments(ctx, a, january, day("2026-02-09")) }, access.SettlePayments),
		"Cycles": place(func(a access.Actor) error {
			_, err := s.Cycles(ctx, a)
			return err
		}, access.ReadOpen),
		"SentOn": place(func(a access.Actor) error {
			_, err := s.SentOn(ctx, a, january)
			return err
		}, access.IssuePayments),
	})
}
