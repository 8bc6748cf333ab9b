package funding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// step runs fn on an opened cycle of a month.
func (s *Service) step(ctx context.Context, actor access.Actor, action access.Action, month civil.Month, fn func(*store.Tx, preschool.Cycle) error) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(action, access.Place(actor.Authority)); err != nil {
			return err
		}
		c, found, err := tx.Cycle(month)
		if err != nil {
			return err
		}
		if !found {
			return register.Refuse(register.NotFound, "cycle.not_opened").With("month", month.String())
		}
		return fn(tx, c)
	})
}

// CheckCycle is the payer's signature under the calculation: every claim's sum is what its lines say, and payment orders
// are drafted for the claims above zero.
func (s *Service) CheckCycle(ctx context.Context, actor access.Actor, month civil.Month) error {
	return s.step(ctx, actor, access.CheckCycle, month, func(tx *store.Tx, c preschool.Cycle) error {
		c, err := c.Check(actor.ID)
		if err != nil {
			return err
		}
		claims, err := tx.ClaimsOf(month)
		if err != nil {
			return err
		}
		for _, cl := range claims {
			if cl.Tiyn <= 0 {
				continue // nothing to pay: the sum stays in the ledger
			}
			p := preschool.Payment{
				Authority: tx.Authority, ID: store.NewID[preschool.Payment](tx, "payment"), Claim: cl.ID, Kindergarten: cl.Kindergarten, Month: cl.Month,
				Kind: cl.Kind, State: preschool.PaymentDrafted, Tiyn: cl.Tiyn, DraftedBy: actor.ID,
			}
			if err := tx.SaveNewPayment(actor, p, store.Cause{Event: "payment.drafted"}); err != nil {
				return err
			}
		}
		return tx.SaveCycle(actor, c, store.Cause{Event: "cycle.checked"})
	})
}

// ApproveCycle is the second person's signature: claims and payment orders of the cycle are approved.
func (s *Service) ApproveCycle(ctx context.Context, actor access.Actor, month civil.Month) error {
	return s.step(ctx, actor, access.ApproveCycle, month, func(tx *store.Tx, c preschool.Cycle) error {
		c, err := c.Approve(actor.ID)
		if err != nil {
			return err
		}
		claims, err := tx.ClaimsOf(month)
		if err != nil {
			return err
		}
		for _, cl := range claims {
			if cl, err = cl.Advance("approve"); err != nil {
				return err
			}
			if err := tx.SaveClaim(actor, cl, store.Cause{Event: "claim.approved"}); err != nil {
				return err
			}
		}
		payments, err := tx.PaymentsOf(month)
		if err != nil {
			return err
		}
		for _, p := range payments {
			if p, err = p.Approve(actor.ID); err != nil {
				return err
			}
			if err := tx.SavePayment(actor, p, store.Cause{Event: "payment.approved"}); err != nil {
				return err
			}
		}
		return tx.SaveCycle(actor, c, store.Cause{Event: "cycle.approved"})
	})
}

// Payer is the account that pays.
type Payer struct{ Name, BIN, IBAN string }

// IssuePayments makes the bank file of an approved cycle and keeps it as the text that is sent. The file exists once: it
// is sent from what is kept, as often as needed (SendFile).
func (s *Service) IssuePayments(ctx context.Context, actor access.Actor, month civil.Month, payer Payer) error {
	return s.step(ctx, actor, access.IssuePayments, month, func(tx *store.Tx, c preschool.Cycle) error {
		c, err := c.Advance("issue")
		if err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		payments, err := tx.PaymentsOf(month)
		if err != nil {
			return err
		}
		if len(payments) > 0 {
			file, err := bankFile(tx, &day.Rules, day.Today, month, payer, payments)
			if err != nil {
				return err
			}
			if err := tx.SaveNewBankFile(actor, file, store.Cause{Event: "payment.issued"}); err != nil {
				return err
			}
			for _, p := range payments {
				if p, err = p.Send(file.ID); err != nil {
					return err
				}
				if err := tx.SavePayment(actor, p, store.Cause{Event: "payment.sent", Ground: file.Message}); err != nil {
					return err
				}
			}
		}
		return tx.SaveCycle(actor, c, store.Cause{Event: "cycle.issued"})
	})
}

func bankFile(tx *store.Tx, rules *policy.Rules, today civil.Date, month civil.Month, payer Payer, payments []preschool.Payment) (preschool.BankFile, error) {
	providers, err := tx.Providers()
	if err != nil {
		return preschool.BankFile{}, err
	}
	parties := map[register.ID[register.Kindergarten]]register.Provider{}
	for _, p := range providers {
		parties[register.ID[register.Kindergarten](p.ID)] = p
	}
	batch := gateway.Batch{
		MessageID: fmt.Sprintf("%s-%s", tx.Authority, month), Created: tx.Now, Execute: today, Purpose: rules.Payment.PurposeCode,
		Debtor: gateway.Party{Name: payer.Name, BIN: payer.BIN, IBAN: payer.IBAN},
	}
	var total money.Tiyn
	for _, p := range payments {
		to := parties[p.Kindergarten]
		batch.Orders = append(batch.Orders, gateway.Order{
			ID: string(p.ID), Creditor: gateway.Party{Name: to.Name, BIN: to.BIN, IBAN: to.IBAN}, Tiyn: p.Tiyn, Text: fmt.Sprintf("%s %s", p.Kind, p.Month),
		})
		total += p.Tiyn
	}
	xml, err := gateway.BuildPain001(batch)
	if err != nil {
		return preschool.BankFile{}, err
	}
	if err := gateway.ValidatePain001(xml); err != nil {
		return preschool.BankFile{}, fmt.Errorf("check bank file %s: %w", batch.MessageID, err)
	}
	sum := sha256.Sum256(xml)
	return preschool.BankFile{
		Authority: tx.Authority, ID: store.NewID[preschool.BankFile](tx, "bank_file"), Cycle: month, Message: batch.MessageID, XML: string(xml),
		SHA256: hex.EncodeToString(sum[:]), Payments: len(payments), Tiyn: total, IssuedAt: tx.Now,
	}, nil
}

// SendFile hands the kept file of a cycle to the bank and notes that the bank has taken it. After a crash between the two
// it is called again: the bank pays an order once.
func (s *Service) SendFile(ctx context.Context, actor access.Actor, month civil.Month) error {
	var file preschool.BankFile
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.IssuePayments, access.Place(actor.Authority)); err != nil {
			return err
		}
		files, err := r.BankFiles()
		for _, f := range files {
			if f.Cycle == month {
				file = f
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if file.ID != "" {
		if err := s.Bank.Submit(ctx, file.Message, []byte(file.XML)); err != nil {
			return fmt.Errorf("send bank file %s: %w", file.Message, err)
		}
	}
	return s.step(ctx, actor, access.IssuePayments, month, func(tx *store.Tx, c preschool.Cycle) error {
		if c.State == preschool.CycleAccepted {
			return nil // sent again after a crash
		}
		c, err := c.Advance("accept")
		if err != nil {
			return err
		}
		return tx.SaveCycle(actor, c, store.Cause{Event: "cycle.accepted"})
	})
}

// SettlePayments reads the bank's statement of today and closes the cycle once every order of it is settled or rejected.
func (s *Service) SettlePayments(ctx context.Context, actor access.Actor, month civil.Month, on civil.Date) error {
	if err := actor.Require(access.SettlePayments, access.Place(actor.Authority)); err != nil {
		return err
	}
	statement, err := s.Bank.Statement(ctx, on)
	if err != nil {
		return fmt.Errorf("read statement of %s: %w", on, err)
	}
	said := make(map[string]gateway.Settlement, len(statement))
	for _, st := range statement {
		said[st.EndToEndID] = st
	}
	return s.step(ctx, actor, access.SettlePayments, month, func(tx *store.Tx, c preschool.Cycle) error {
		payments, err := tx.PaymentsOf(month)
		if err != nil {
			return err
		}
		open := 0
		for _, p := range payments {
			st, known := said[string(p.ID)]
			if p.State != preschool.PaymentSent {
				continue
			}
			if !known {
				open++
				continue
			}
			if err := settle(tx, actor, p, st, on); err != nil {
				return fmt.Errorf("settle payment %s: %w", p.ID, err)
			}
		}
		if open > 0 {
			return nil // the bank answers another day
		}
		return closeCycle(tx, actor, c)
	})
}

func settle(tx *store.Tx, actor access.Actor, p preschool.Payment, st gateway.Settlement, on civil.Date) error {
	if st.Tiyn != p.Tiyn {
		return register.Refuse(register.Conflict, "payment.other_sum").With("payment", string(p.ID))
	}
	if !st.Settled {
		p, err := p.Reject()
		if err != nil {
			return err
		}
		return tx.SavePayment(actor, p, store.Cause{Event: "payment.rejected", Ground: st.Reason})
	}
	p, err := p.Settle(on)
	if err != nil {
		return err
	}
	if err := tx.SavePayment(actor, p, store.Cause{Event: "payment.settled"}); err != nil {
		return err
	}
	c, err := tx.Claim(p.Claim)
	if err != nil {
		return err
	}
	if c, err = c.Advance("pay"); err != nil {
		return err
	}
	return tx.SaveClaim(actor, c, store.Cause{Event: "claim.paid"})
}

func closeCycle(tx *store.Tx, actor access.Actor, c preschool.Cycle) error {
	for _, event := range []string{"settle", "reconcile", "close"} {
		var err error
		if c, err = c.Advance(event); err != nil {
			return err
		}
	}
	if err := tx.SaveClosedSheets(c.Month); err != nil {
		return err
	}
	return tx.SaveCycle(actor, c, store.Cause{Event: "cycle.closed"})
}

// Cycles lists the payment cycles by month.
func (s *Service) Cycles(ctx context.Context, actor access.Actor) ([]preschool.Cycle, error) {
	var cycles []preschool.Cycle
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		cycles, err = r.Cycles()
		return err
	})
	return cycles, err
}

// SentOn is the day on which the bank file of a month was made; none when there is no file.
func (s *Service) SentOn(ctx context.Context, actor access.Actor, month civil.Month) (civil.Date, error) {
	var on civil.Date
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.IssuePayments, access.Place(actor.Authority)); err != nil {
			return err
		}
		files, err := r.BankFiles()
		if err != nil {
			return err
		}
		for _, f := range files {
			if f.Cycle == month {
				day, err := s.Day(r, f.IssuedAt)
				if err != nil {
					return err
				}
				on = day.Today
			}
		}
		return nil
	})
	return on, err
}
