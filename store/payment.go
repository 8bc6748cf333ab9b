package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// Tariff is the norm for a child and month of a group kind from a day on, with its act. Of two rows with one day the
// one with the higher number counts.
type Tariff struct {
	GroupKind register.GroupKind
	Number    int
	From      civil.Date
	Rate      money.Tiyn
	Act       string
}

// SaveTariff adds a tariff; earlier ones stay.
func (tx *Tx) SaveTariff(actor access.Actor, t Tariff, why Cause) error {
	err := tx.q.InsertTariff(tx.ctx, sqlcgen.InsertTariffParams{
		AuthorityID: tx.auth(), GroupKind: string(t.GroupKind), Number: int64(t.Number), FromDay: t.From, RateTiyn: int64(t.Rate), Act: t.Act, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save tariff of %s: %w", t.GroupKind, err)
	}
	return tx.record(actor, why.Event, string(t.GroupKind), why.Ground, Fact{Name: "from", Value: t.From.String()}, Fact{Name: "rate_tiyn", Value: fmt.Sprint(int64(t.Rate))})
}

// Tariffs lists all, by group kind and number.
func (r *Reader) Tariffs() ([]Tariff, error) {
	rows, err := r.q.ListTariffs(r.ctx, r.auth())
	return each(rows, err, func(t sqlcgen.Tariff) Tariff {
		return Tariff{register.GroupKind(t.GroupKind), int(t.Number), t.FromDay, money.Tiyn(t.RateTiyn), t.Act}
	})
}

// Cycle reads the payment cycle of a month; found is false when it was not opened. In an Update its row is locked.
func (r *Reader) Cycle(month civil.Month) (c preschool.Cycle, found bool, err error) {
	row, err := r.q.GetCycle(r.ctx, sqlcgen.GetCycleParams{AuthorityID: r.auth(), Month: month.String()})
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	return cycleOf(row), err == nil, err
}

func cycleOf(r sqlcgen.PaymentCycle) preschool.Cycle {
	month, _ := civil.ParseMonth(r.Month)
	return preschool.Cycle{Authority: register.ID[register.Authority](r.AuthorityID), Month: month, State: preschool.CycleState(r.State), Checker: r.Checker, Approver: r.Approver}
}

// Cycles lists the payment cycles by month.
func (r *Reader) Cycles() ([]preschool.Cycle, error) {
	rows, err := r.q.ListCycles(r.ctx, r.auth())
	return each(rows, err, cycleOf)
}

// SaveNewCycle opens a month.
func (tx *Tx) SaveNewCycle(actor access.Actor, c preschool.Cycle, why Cause) error {
	err := tx.q.InsertCycle(tx.ctx, sqlcgen.InsertCycleParams{
		AuthorityID: tx.auth(), Month: c.Month.String(), State: string(c.State), Checker: c.Checker, Approver: c.Approver, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save cycle %s: %w", c.Month, err)
	}
	return tx.record(actor, why.Event, c.Month.String(), why.Ground, Fact{Name: "state", Value: string(c.State)})
}

// SaveCycle moves a month on.
func (tx *Tx) SaveCycle(actor access.Actor, c preschool.Cycle, why Cause, facts ...Fact) error {
	err := tx.q.UpdateCycle(tx.ctx, sqlcgen.UpdateCycleParams{
		AuthorityID: tx.auth(), Month: c.Month.String(), State: string(c.State), Checker: c.Checker, Approver: c.Approver,
	})
	if err != nil {
		return fmt.Errorf("save cycle %s: %w", c.Month, err)
	}
	return tx.record(actor, why.Event, c.Month.String(), why.Ground, append(facts, Fact{Name: "state", Value: string(c.State)})...)
}

var claimLineColumns = []string{"claim_id", "line_id", "tiyn"}

// SaveNewClaim keeps a claim, what each line adds to it, and its posting: expense against payable.
func (tx *Tx) SaveNewClaim(actor access.Actor, c preschool.Claim, lines []preschool.ClaimLine, why Cause) error {
	err := tx.q.InsertClaim(tx.ctx, sqlcgen.InsertClaimParams{
		AuthorityID: tx.auth(), ClaimID: string(c.ID), KindergartenID: string(c.Kindergarten), Month: c.Month.String(), Cycle: c.Cycle.String(),
		Kind: string(c.Kind), State: string(c.State), LineCount: int64(c.Lines), Tiyn: int64(c.Tiyn), CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save claim %s: %w", c.ID, err)
	}
	if err := tx.bulk("claim_line", claimLineColumns, len(lines), func(i int) []any {
		return []any{lines[i].Claim, lines[i].Line, lines[i].Tiyn}
	}); err != nil {
		return err
	}
	if err := tx.post(string(c.Kind), string(c.ID), c.Kindergarten, c.Month, "expense", "payable", c.Tiyn); err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(c.ID), why.Ground, claimFacts(c)...)
}

// SaveClaim moves a claim on.
func (tx *Tx) SaveClaim(actor access.Actor, c preschool.Claim, why Cause) error {
	err := tx.q.UpdateClaim(tx.ctx, sqlcgen.UpdateClaimParams{AuthorityID: tx.auth(), ClaimID: string(c.ID), State: string(c.State)})
	if err != nil {
		return fmt.Errorf("save claim %s: %w", c.ID, err)
	}
	return tx.record(actor, why.Event, string(c.ID), why.Ground, claimFacts(c)...)
}

func claimFacts(c preschool.Claim) []Fact {
	return []Fact{{Name: "kindergarten", Value: string(c.Kindergarten)}, {Name: "month", Value: c.Month.String()}, {Name: "kind", Value: string(c.Kind)},
		{Name: "state", Value: string(c.State)}, {Name: "lines", Value: fmt.Sprint(c.Lines)}, {Name: "tiyn", Value: fmt.Sprint(int64(c.Tiyn))}}
}

// post writes a posting of two entries that sum to zero and seals it; the database refuses a seal on any other sum.
func (tx *Tx) post(kind, ref string, k register.ID[register.Kindergarten], month civil.Month, debit, credit string, amount money.Tiyn) error {
	id := string(NewID[Tariff](tx, "posting"))
	err := tx.q.InsertPosting(tx.ctx, sqlcgen.InsertPostingParams{
		AuthorityID: tx.auth(), PostingID: id, Kind: kind, Ref: ref, KindergartenID: string(k), Month: month.String(), CreatedAt: tx.Now,
	})
	for i, e := range []struct {
		account string
		tiyn    money.Tiyn
	}{{debit, amount}, {credit, -amount}} {
		if err == nil {
			err = tx.q.InsertLedgerEntry(tx.ctx, sqlcgen.InsertLedgerEntryParams{
				AuthorityID: tx.auth(), PostingID: id, Number: int64(i + 1), Account: e.account, Tiyn: int64(e.tiyn), CreatedAt: tx.Now,
			})
		}
	}
	if err == nil {
		err = tx.q.SealPosting(tx.ctx, sqlcgen.SealPostingParams{AuthorityID: tx.auth(), PostingID: id})
	}
	if err != nil {
		return fmt.Errorf("post %s of %s: %w", kind, ref, err)
	}
	return nil
}

func claimOf(r sqlcgen.Claim) preschool.Claim {
	month, _ := civil.ParseMonth(r.Month)
	cycle, _ := civil.ParseMonth(r.Cycle)
	return preschool.Claim{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Claim](r.ClaimID), Kindergarten: register.ID[register.Kindergarten](r.KindergartenID),
		Month: month, Cycle: cycle, Kind: preschool.ClaimKind(r.Kind), State: preschool.ClaimState(r.State), Lines: int(r.LineCount), Tiyn: money.Tiyn(r.Tiyn),
	}
}

// Claim reads one claim.
func (r *Reader) Claim(id register.ID[preschool.Claim]) (preschool.Claim, error) {
	row, err := r.q.GetClaim(r.ctx, sqlcgen.GetClaimParams{AuthorityID: r.auth(), ClaimID: string(id)})
	row, err = one(row, err, "claim.unknown")
	return claimOf(row), err
}

// ClaimsOf lists the claims that a cycle calculated.
func (r *Reader) ClaimsOf(cycle civil.Month) ([]preschool.Claim, error) {
	rows, err := r.q.ListClaimsOfCycle(r.ctx, sqlcgen.ListClaimsOfCycleParams{AuthorityID: r.auth(), Cycle: cycle.String()})
	return each(rows, err, claimOf)
}

// SaveNewPayment drafts a payment order.
func (tx *Tx) SaveNewPayment(actor access.Actor, p preschool.Payment, why Cause) error {
	err := tx.q.InsertPayment(tx.ctx, sqlcgen.InsertPaymentParams{
		AuthorityID: tx.auth(), PaymentID: string(p.ID), ClaimID: string(p.Claim), KindergartenID: string(p.Kindergarten), Month: p.Month.String(),
		Kind: string(p.Kind), State: string(p.State), Tiyn: int64(p.Tiyn), DraftedBy: p.DraftedBy, ApprovedBy: p.ApprovedBy,
		FileID: register.AnyID(p.File), SettledOn: p.SettledOn, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save payment %s: %w", p.ID, err)
	}
	return tx.record(actor, why.Event, string(p.ID), why.Ground, paymentFacts(p)...)
}

// SavePayment moves a payment order on; a settled one is posted, payable against bank.
func (tx *Tx) SavePayment(actor access.Actor, p preschool.Payment, why Cause) error {
	err := tx.q.UpdatePayment(tx.ctx, sqlcgen.UpdatePaymentParams{
		AuthorityID: tx.auth(), PaymentID: string(p.ID), State: string(p.State), ApprovedBy: p.ApprovedBy, FileID: register.AnyID(p.File), SettledOn: p.SettledOn,
	})
	if err != nil {
		return fmt.Errorf("save payment %s: %w", p.ID, err)
	}
	if p.State == preschool.PaymentSettled {
		if err := tx.post("settlement", string(p.ID), p.Kindergarten, p.Month, "payable", "bank", p.Tiyn); err != nil {
			return err
		}
	}
	return tx.record(actor, why.Event, string(p.ID), why.Ground, paymentFacts(p)...)
}

func paymentFacts(p preschool.Payment) []Fact {
	return []Fact{{Name: "claim", Value: string(p.Claim)}, {Name: "month", Value: p.Month.String()}, {Name: "kind", Value: string(p.Kind)},
		{Name: "state", Value: string(p.State)}, {Name: "tiyn", Value: fmt.Sprint(int64(p.Tiyn))}, {Name: "file", Value: string(p.File)}}
}

func paymentOf(r sqlcgen.Payment) preschool.Payment {
	month, _ := civil.ParseMonth(r.Month)
	return preschool.Payment{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Payment](r.PaymentID), Claim: register.ID[preschool.Claim](r.ClaimID),
		Kindergarten: register.ID[register.Kindergarten](r.KindergartenID), Month: month, Kind: preschool.ClaimKind(r.Kind), State: preschool.PaymentState(r.State),
		Tiyn: money.Tiyn(r.Tiyn), DraftedBy: r.DraftedBy, ApprovedBy: r.ApprovedBy, File: register.ID[preschool.BankFile](r.FileID), SettledOn: r.SettledOn,
	}
}

// Payment reads one payment order; in an Update its row is locked.
func (r *Reader) Payment(id register.ID[preschool.Payment]) (preschool.Payment, error) {
	row, err := r.q.GetPayment(r.ctx, sqlcgen.GetPaymentParams{AuthorityID: r.auth(), PaymentID: string(id)})
	row, err = one(row, err, "payment.unknown")
	return paymentOf(row), err
}

// PaymentsOf lists the payment orders of a cycle.
func (r *Reader) PaymentsOf(cycle civil.Month) ([]preschool.Payment, error) {
	rows, err := r.q.ListPaymentsOfCycle(r.ctx, sqlcgen.ListPaymentsOfCycleParams{AuthorityID: r.auth(), Cycle: cycle.String()})
	return each(rows, err, paymentOf)
}

// Payments lists all payment orders by month.
func (r *Reader) Payments() ([]preschool.Payment, error) {
	rows, err := r.q.ListPayments(r.ctx, r.auth())
	return each(rows, err, paymentOf)
}

// SaveNewBankFile keeps an issued file as the text that is sent.
func (tx *Tx) SaveNewBankFile(actor access.Actor, f preschool.BankFile, why Cause) error {
	err := tx.q.InsertBankFile(tx.ctx, sqlcgen.InsertBankFileParams{
		AuthorityID: tx.auth(), FileID: string(f.ID), Cycle: f.Cycle.String(), Message: f.Message, Xml: f.XML, Sha256: f.SHA256,
		Payments: int64(f.Payments), Tiyn: int64(f.Tiyn), CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save bank file %s: %w", f.ID, err)
	}
	return tx.record(actor, why.Event, string(f.ID), why.Ground, Fact{Name: "message", Value: f.Message}, Fact{Name: "sha256", Value: f.SHA256},
		Fact{Name: "payments", Value: fmt.Sprint(f.Payments)}, Fact{Name: "tiyn", Value: fmt.Sprint(int64(f.Tiyn))})
}

// BankFiles lists the issued files by cycle.
func (r *Reader) BankFiles() ([]preschool.BankFile, error) {
	rows, err := r.q.ListBankFiles(r.ctx, r.auth())
	return each(rows, err, func(f sqlcgen.BankFile) preschool.BankFile {
		cycle, _ := civil.ParseMonth(f.Cycle)
		return preschool.BankFile{Authority: r.Authority, ID: register.ID[preschool.BankFile](f.FileID), Cycle: cycle, Message: f.Message, XML: f.Xml,
			SHA256: f.Sha256, Payments: int(f.Payments), Tiyn: money.Tiyn(f.Tiyn), IssuedAt: f.CreatedAt}
	})
}
