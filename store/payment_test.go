package store_test

import (
	"errors"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func claim(kind preschool.ClaimKind) preschool.Claim {
	return preschool.Claim{
		Authority: city, ID: register.ID[preschool.Claim](kind), Kindergarten: "k1", Month: month("2026-03"), Cycle: month("2026-04"), Kind: kind,
		State: preschool.ClaimSubmitted, Lines: 2, Tiyn: 300,
	}
}

func payment(kind preschool.ClaimKind) preschool.Payment {
	return preschool.Payment{
		Authority: city, ID: register.ID[preschool.Payment]("pay-" + kind), Claim: claim(kind).ID, Kindergarten: "k1", Month: month("2026-03"), Kind: kind,
		State: preschool.PaymentDrafted, Tiyn: 300, DraftedBy: "payer",
	}
}

// claimed signs a sheet and claims it.
func (town *town) claimed() {
	town.t.Helper()
	town.signed()
	town.update(func(tx *store.Tx) error {
		c := claim(preschool.KindClaim)
		return tx.SaveNewClaim(officer, c, []preschool.ClaimLine{{Claim: c.ID, Line: "l1", Tiyn: 100}, {Claim: c.ID, Line: "l2", Tiyn: 200}}, why)
	})
}

func TestTariffs(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		list := []store.Tariff{
			{GroupKind: register.GeneralGroup, Number: 1, From: day("2026-01-01"), Rate: 3_802_800, Act: "decision 12"},
			{GroupKind: register.GeneralGroup, Number: 2, From: day("2026-01-01"), Rate: 1<<63 - 1, Act: "decision 13"},
		}
		for _, tariff := range list {
			town.update(func(tx *store.Tx) error { return tx.SaveTariff(officer, tariff, why) })
		}
		same(t, "tariffs", list, read(town, (*store.Reader).Tariffs))
		town.fails("a tariff below nothing", func(tx *store.Tx) error {
			return tx.SaveTariff(officer, store.Tariff{GroupKind: "special", Number: 1, From: day("2026-01-01"), Rate: -1}, why)
		})
	})
}

func TestCycles(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		find := func(m string) (c preschool.Cycle, found bool) {
			read(town, func(r *store.Reader) (bool, error) {
				var err error
				c, found, err = r.Cycle(month(m))
				return found, err
			})
			return c, found
		}
		c := preschool.Cycle{Authority: city, Month: month("2026-03"), State: preschool.CycleOpened}
		town.update(func(tx *store.Tx) error { return tx.SaveNewCycle(officer, c, why) })
		c.State, c.Checker, c.Approver = preschool.CycleApproved, "payer", "approver"
		town.update(func(tx *store.Tx) error { return tx.SaveCycle(officer, c, why, store.Fact{Name: "claims", Value: "2"}) })
		got, found := find("2026-03")
		same(t, "cycle", c, got)
		if _, none := find("2026-04"); !found || none {
			t.Error("March was opened, April was not")
		}
		same(t, "cycles", []preschool.Cycle{c}, read(town, (*store.Reader).Cycles))
		town.fails("one person checks and approves", func(tx *store.Tx) error {
			c.Checker = c.Approver
			return tx.SaveCycle(officer, c, why)
		})
		town.fails("an event that tells one fact twice", func(tx *store.Tx) error {
			return tx.SaveCycle(officer, got, why, store.Fact{Name: "state", Value: "closed"})
		})
	})
}

func TestClaims(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.claimed()
		get := func() preschool.Claim {
			return read(town, func(r *store.Reader) (preschool.Claim, error) { return r.Claim("claim") })
		}
		c := claim(preschool.KindClaim)
		same(t, "claim", c, get())
		if code := refusal(town, func(r *store.Reader) (preschool.Claim, error) { return r.Claim("none") }); code != "claim.unknown" {
			t.Errorf("unknown claim: %q", code)
		}
		if n := town.count("claim_line WHERE claim_id = 'claim'"); n != 2 {
			t.Errorf("%d lines of the claim", n)
		}
		c.State = preschool.ClaimApproved
		town.update(func(tx *store.Tx) error { return tx.SaveClaim(officer, c, why) })
		adjustment := claim(preschool.KindAdjustment)
		adjustment.Tiyn = -50
		town.update(func(tx *store.Tx) error { return tx.SaveNewClaim(officer, adjustment, nil, why) })
		of := func(m string) []preschool.Claim {
			return read(town, func(r *store.Reader) ([]preschool.Claim, error) { return r.ClaimsOf(month(m)) })
		}
		same(t, "of the cycle", []preschool.Claim{adjustment, c}, of("2026-04"))
		same(t, "of another cycle", []preschool.Claim{}, of("2026-03"))
		town.fails("a second claim of one kindergarten, month and kind", func(tx *store.Tx) error {
			c.ID = "c9"
			return tx.SaveNewClaim(officer, c, nil, why)
		})
	})
}

// balance is what an account comes to.
func (town *town) balance(account string) (tiyn int64) {
	town.t.Helper()
	query := "SELECT CAST(coalesce(sum(tiyn), 0) AS bigint) FROM ledger_entry WHERE account = $1"
	if err := town.Raw().QueryRow(query, account).Scan(&tiyn); err != nil {
		town.t.Fatal(err)
	}
	return tiyn
}

func TestClaimsAndSettledPaymentsArePosted(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.claimed()
		balances := func(want ...int64) {
			t.Helper()
			same(t, "expense, payable, bank", want, []int64{town.balance("expense"), town.balance("payable"), town.balance("bank")})
		}
		balances(300, -300, 0)
		p := payment(preschool.KindClaim)
		town.update(func(tx *store.Tx) error { return tx.SaveNewPayment(officer, p, why) })
		balances(300, -300, 0)
		p.State, p.ApprovedBy, p.SettledOn = preschool.PaymentSettled, "approver", day("2026-04-20")
		town.update(func(tx *store.Tx) error { return tx.SavePayment(officer, p, why) })
		balances(300, 0, -300)
		if n := town.count("ledger_posting WHERE NOT sealed"); n != 0 {
			t.Errorf("%d postings are not sealed", n)
		}
		town.fails("a payment settled twice", func(tx *store.Tx) error { return tx.SavePayment(officer, p, why) })
	})
}

// The database itself refuses money from nowhere: a seal on a posting that does not sum to zero, and an entry after the seal.
func TestPostingsSumToZero(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.claimed()
		db := town.raw()
		exec := func(query string) error {
			_, err := db.Exec(query)
			return err
		}
		err := exec(`INSERT INTO ledger_entry (authority_id, posting_id, number, account, tiyn, created_at)
SELECT authority_id, posting_id, 3, 'bank', 1, created_at FROM ledger_posting`)
		if err == nil {
			t.Error("a sealed posting took an entry")
		}
		err = errors.Join(exec(`INSERT INTO ledger_posting SELECT authority_id, 'new', kind, 'another', kindergarten_id, month, false, created_at FROM ledger_posting`),
			exec(`INSERT INTO ledger_entry SELECT authority_id, 'new', 1, 'bank', 5, created_at FROM ledger_posting WHERE posting_id = 'new'`))
		if err != nil {
			t.Fatal(err)
		}
		if err := exec(`UPDATE ledger_posting SET sealed = true WHERE posting_id = 'new'`); err == nil {
			t.Error("a posting of 5 was sealed")
		}
		err = errors.Join(exec(`INSERT INTO ledger_entry SELECT authority_id, 'new', 2, 'payable', -5, created_at FROM ledger_posting WHERE posting_id = 'new'`),
			exec(`UPDATE ledger_posting SET sealed = true WHERE posting_id = 'new'`))
		if err != nil {
			t.Error(err)
		}
	})
}

func TestPayments(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.claimed()
		town.update(func(tx *store.Tx) error { return tx.SaveNewClaim(officer, claim(preschool.KindAdjustment), nil, why) })
		p, second := payment(preschool.KindClaim), payment(preschool.KindAdjustment)
		town.update(func(tx *store.Tx) error {
			return errors.Join(tx.SaveNewPayment(officer, p, why), tx.SaveNewPayment(officer, second, why))
		})
		f := preschool.BankFile{Authority: city, ID: "file1", Cycle: month("2026-04"), Message: "krg-2026-04", XML: "<Document>Қ</Document>", SHA256: "ab", Payments: 2, Tiyn: 600}
		town.update(func(tx *store.Tx) error {
			f.IssuedAt = tx.Now
			return tx.SaveNewBankFile(officer, f, why)
		})
		same(t, "bank files", []preschool.BankFile{f}, read(town, (*store.Reader).BankFiles))

		p.State, p.ApprovedBy, p.File, p.SettledOn = preschool.PaymentRejected, "approver", "file1", civil.Date{}
		town.update(func(tx *store.Tx) error { return tx.SavePayment(officer, p, why) })
		same(t, "payment", p, read(town, func(r *store.Reader) (preschool.Payment, error) { return r.Payment(p.ID) }))
		if code := refusal(town, func(r *store.Reader) (preschool.Payment, error) { return r.Payment("none") }); code != "payment.unknown" {
			t.Errorf("unknown payment: %q", code)
		}
		same(t, "of the cycle", []preschool.Payment{second, p}, read(town, func(r *store.Reader) ([]preschool.Payment, error) { return r.PaymentsOf(month("2026-04")) }))
		same(t, "all", []preschool.Payment{second, p}, read(town, (*store.Reader).Payments))
		town.fails("a second payment of one kindergarten, month and kind", func(tx *store.Tx) error {
			twice := payment(preschool.KindClaim)
			twice.ID = "pay9"
			return tx.SaveNewPayment(officer, twice, why)
		})
		town.fails("one person drafts and approves", func(tx *store.Tx) error {
			second.State, second.ApprovedBy = preschool.PaymentApproved, second.DraftedBy
			return tx.SavePayment(officer, second, why)
		})
		town.fails("a file that is not there", func(tx *store.Tx) error {
			second.ApprovedBy, second.File = "approver", "file9"
			return tx.SavePayment(officer, second, why)
		})
		for _, nothing := range []money.Tiyn{0, -300} {
			town.fails("a payment of nothing or less", func(tx *store.Tx) error {
				c, none := claim(preschool.KindClaim), payment(preschool.KindClaim)
				c.ID, c.Month = "early", month("2026-02")
				none.ID, none.Claim, none.Month, none.Tiyn = "pay-early", c.ID, c.Month, nothing
				if err := tx.SaveNewClaim(officer, c, nil, why); err != nil {
					t.Fatal(err)
				}
				return tx.SaveNewPayment(officer, none, why)
			})
		}
	})
}
