package audit_test

import (
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// line is a child's month as the test writes it.
type line struct {
	id, placement string
	child         int
	group         string
	days          string
	state         preschool.LineState
	held          string
	tiyn          money.Tiyn
}

// sign keeps the sheets of a month, one per group, with open lines.
func (c *city) sign(month string, lines []line) {
	c.do(func(tx *store.Tx) error {
		m := civil.MustParseMonth(month)
		var sheets []preschool.Sheet
		var rows []preschool.Line
		for i := range 4 {
			g := fmt.Sprint("g", i+1)
			s := preschool.Sheet{
				ID: register.ID[preschool.Sheet]("s" + g + month), Kindergarten: kindergartenOf(g), Group: register.ID[register.Group](g), Month: m,
				State: preschool.SheetSigned, SignedAt: tx.Now, AnswerBy: m.Next().First().AddDays(4), SHA256: "ab",
			}
			for _, l := range lines {
				if l.group == g {
					s.Lines++
					rows = append(rows, c.row(l, s))
				}
			}
			sheets = append(sheets, s)
		}
		return tx.SaveNewSheets(actor, sheets, rows, because("sheet.signed"))
	})
}

func (c *city) row(l line, s preschool.Sheet) preschool.Line {
	return preschool.Line{
		ID: register.ID[preschool.Line](l.id), Sheet: s.ID, Placement: register.ID[preschool.Placement](l.placement), Child: child(l.child), Kindergarten: s.Kindergarten,
		GroupKind: register.GeneralGroup, Month: s.Month, Days: l.days, State: preschool.LineOpen,
	}
}

// answer keeps what the guardians said, one transaction each; silence is marked later.
func (c *city) answer(lines []line) {
	for _, l := range lines {
		c.do(func(tx *store.Tx) error {
			row, err := tx.Line(register.ID[preschool.Line](l.id))
			if err != nil {
				return err
			}
			switch l.state {
			case preschool.LineConfirmed:
				row, err = row.Confirm(tx.Now, "guardian")
			case preschool.LineDisputed:
				row, err = row.Dispute(tx.Now, "guardian", row.Month.First())
			default:
				return nil
			}
			if err != nil {
				return err
			}
			return tx.SaveLine(actor, row, because("line.answered"))
		})
	}
}

// calculate posts the lines of a month and makes a claim of each kindergarten.
func (c *city) calculate(cycle preschool.Cycle, kind preschool.ClaimKind, month string, lines []line) {
	c.do(func(tx *store.Tx) error {
		var changed []preschool.Line
		parts := map[register.ID[register.Kindergarten]][]preschool.ClaimLine{}
		for _, l := range lines {
			row, err := tx.Line(register.ID[preschool.Line](l.id))
			if err != nil {
				return err
			}
			if row.State == preschool.LineOpen {
				if row, err = row.Lapse(); err != nil {
					return err
				}
			}
			if more := l.tiyn - row.Tiyn; more != 0 {
				id := claimID(row.Kindergarten, month, kind)
				parts[row.Kindergarten] = append(parts[row.Kindergarten], preschool.ClaimLine{Claim: id, Line: row.ID, Tiyn: more})
			}
			row.Held, row.Tiyn, row.PayableDays, row.WorkingDays = l.held, l.tiyn, payable(l.days), working(l.days)
			changed = append(changed, row)
		}
		for _, k := range []register.ID[register.Kindergarten]{"k1", "k2"} {
			if len(parts[k]) == 0 {
				continue
			}
			claim := preschool.Claim{ID: claimID(k, month, kind), Kindergarten: k, Month: civil.MustParseMonth(month), Cycle: cycle.Month, Kind: kind, State: preschool.ClaimSubmitted, Lines: len(parts[k])}
			for _, p := range parts[k] {
				claim.Tiyn += p.Tiyn
			}
			if err := tx.SaveNewClaim(actor, claim, parts[k], because("claim.submitted")); err != nil {
				return err
			}
		}
		if err := tx.SaveCalculated(changed); err != nil {
			return err
		}
		cycle.State = preschool.CycleCalculated
		return tx.SaveCycle(actor, cycle, because("cycle.calculated"))
	})
}

func claimID(k register.ID[register.Kindergarten], month string, kind preschool.ClaimKind) register.ID[preschool.Claim] {
	return register.ID[preschool.Claim](fmt.Sprintf("%s-%s-%s", k, month, kind))
}

func payable(days string) (n int) {
	requests := 0
	for _, d := range days {
		if d == 'A' {
			requests++
		}
		if d == 'P' || d == 'S' || d == 'V' || d == 'A' && requests <= 3 {
			n++
		}
	}
	return n
}

func working(days string) (n int) {
	for _, d := range days {
		if d != '.' {
			n++
		}
	}
	return n
}

// pay takes the claims of a cycle to the bank: k1's payment is settled, k2's rejected.
func (c *city) pay(cycle preschool.Cycle) {
	c.do(func(tx *store.Tx) error {
		claims, err := tx.ClaimsOf(cycle.Month)
		if err != nil {
			return err
		}
		text := "<Document/>"
		file := preschool.BankFile{ID: "file1", Cycle: cycle.Month, Message: "krg-1", XML: text, SHA256: hexOf(text)}
		for _, cl := range claims {
			file.Payments++
			file.Tiyn += cl.Tiyn
		}
		if err := tx.SaveNewBankFile(actor, file, because("payment.issued")); err != nil {
			return err
		}
		for _, cl := range claims {
			p := preschool.Payment{
				ID: register.ID[preschool.Payment]("pay-" + cl.Kindergarten), Claim: cl.ID, Kindergarten: cl.Kindergarten, Month: cl.Month, Kind: cl.Kind,
				State: preschool.PaymentDrafted, Tiyn: cl.Tiyn, DraftedBy: "payer",
			}
			if err := tx.SaveNewPayment(actor, p, because("payment.drafted")); err != nil {
				return err
			}
			p.State, p.ApprovedBy, p.File = preschool.PaymentRejected, "approver", file.ID
			cl.State = preschool.ClaimApproved
			if cl.Kindergarten == "k1" {
				p.State, p.SettledOn, cl.State = preschool.PaymentSettled, civil.MustParseDate("2026-02-20"), preschool.ClaimPaid
			}
			if err := tx.SavePayment(actor, p, because("payment.moved")); err != nil {
				return err
			}
			if err := tx.SaveClaim(actor, cl, because("claim.moved")); err != nil {
				return err
			}
		}
		cycle.State, cycle.Checker, cycle.Approver = preschool.CycleClosed, "payer", "approver"
		return tx.SaveCycle(actor, cycle, because("cycle.closed"))
	})
}

const rate = 3_802_801

// january: two are paid, one in part, one is silent, one disputes, one is held; afterwards a tariff counts backwards.
func (c *city) january() {
	full := days["2026-01"]
	some := "SVAA..AAPUU..PPPPP..PPPPP..PPPP" // the fourth A and both U are not paid
	all := int64(working(full))
	lines := []line{
		{"j1", "o1", 1, "g1", full, preschool.LineConfirmed, "", amount(rate, all, all)},
		{"j2", "o2", 2, "g1", some, preschool.LineConfirmed, "", amount(rate, int64(payable(some)), all)},
		{"j3", "pof3", 3, "g2", full, preschool.LineConfirmed, "two_organisations", 0},
		{"j5", "o5", 5, "g3", full, preschool.LineOpen, "", 0},
		{"j9", "o9", 9, "g4", full, preschool.LineConfirmed, "", amount(rate, all, all)},
	}
	c.day("2026-02-02")
	m := civil.MustParseMonth("2026-01")
	cycle := preschool.Cycle{Month: m, State: preschool.CycleOpened}
	c.do(func(tx *store.Tx) error {
		return tx.SaveNewRollCalls([]preschool.RollCall{{Group: "g1", Day: civil.MustParseDate("2026-01-05"), Marks: "-PP", TakenBy: "key-1"}})
	}, func(tx *store.Tx) error { return tx.SaveNewCycle(actor, cycle, because("cycle.opened")) })
	c.sign("2026-01", lines)
	c.answer(lines)
	c.day("2026-02-09")
	c.calculate(cycle, preschool.KindClaim, "2026-01", lines)
	c.pay(cycle)
	c.do(func(tx *store.Tx) error {
		return tx.SaveTariff(actor, store.Tariff{GroupKind: register.GeneralGroup, Number: 2, From: m.First(), Rate: 2 * rate}, because("tariff.set"))
	})
}

// february: c5 says yes to January too late for its claim and is adjusted by the second tariff; nothing is paid yet.
func (c *city) february() {
	full := days["2026-02"]
	all := int64(working(full))
	lines := []line{
		{"f1", "o1", 1, "g1", full, preschool.LineConfirmed, "", amount(2*rate, all, all)},
		{"f3", "pof3", 3, "g2", full, preschool.LineDisputed, "", 0},
		{"f5", "o5", 5, "g3", full, preschool.LineConfirmed, "", amount(2*rate, all, all)},
	}
	january := []line{{"j5", "o5", 5, "g3", days["2026-01"], preschool.LineConfirmed, "", amount(2*rate, 1, 1)}}
	c.day("2026-03-02")
	cycle := preschool.Cycle{Month: civil.MustParseMonth("2026-02"), State: preschool.CycleOpened}
	c.do(func(tx *store.Tx) error { return tx.SaveNewCycle(actor, cycle, because("cycle.opened")) })
	c.sign("2026-02", lines)
	c.answer(append(lines, january...))
	c.day("2026-03-12")
	c.calculate(cycle, preschool.KindClaim, "2026-02", lines)
	c.calculate(cycle, preschool.KindAdjustment, "2026-01", january)
	c.do(func(tx *store.Tx) error { // an answer after the calculation waits
		l, err := tx.Line("f3")
		if err != nil {
			return err
		}
		if l, err = l.Confirm(tx.Now, "guardian"); err != nil {
			return err
		}
		return tx.SaveLine(actor, l, because("line.confirmed"))
	})
}
