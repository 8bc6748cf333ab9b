package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Complaint is what a family appeals against, in its own words.
type Complaint struct {
	Kind    register.AppealKind
	Subject string // id of the application (refusal, proof), of the offer (offer, papers) or of the line (dispute)
	Words   string // at most maxWords bytes
}

// maxWords bounds a complaint and an answer; documents are handed in with the application.
const maxWords = 8000

// AppealReceipt is what the family keeps of its appeal.
type AppealReceipt struct {
	Code      register.ID[preschool.Appeal]
	Number    int64
	ForwardBy civil.Date
	DecideBy  civil.Date
	Late      bool // after the term to lodge; it is taken all the same
	Before    bool // the appeal against this decision was there already
}

// SubmitAppeal takes an appeal of the guardian against a decision. Refusing to take one is forbidden (administrative
// procedural code, art. 64 p.1): a second one against the same decision is answered with the number of the first, and one
// that comes late is marked. The terms run from the day after registration; what comes in on a day off is registered on
// the next working day (art. 64 p.3, 76).
func (s *Service) SubmitAppeal(ctx context.Context, actor access.Actor, c Complaint) (AppealReceipt, error) {
	var receipt AppealReceipt
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		of, err := appealed(tx.Reader, c)
		if err != nil {
			return err
		}
		if err := actor.Require(access.SubmitAppeal, access.Theirs{Authority: actor.Authority, Guardian: of.guardian}); err != nil {
			return err
		}
		if !of.stands {
			return register.Refuse(register.NotFound, "appeal.no_decision")
		}
		if len(c.Words) > maxWords {
			return &register.Error{Kind: register.Invalid, Code: "appeal.words_long", Field: "words"}
		}
		before, found, err := tx.LiveAppeal(c.Subject)
		if err != nil {
			return err
		}
		if found {
			receipt = receiptOf(before)
			receipt.Before = true
			return nil
		}
		a, err := s.lodge(tx, c, of)
		if err != nil {
			return err
		}
		if err := tx.SaveNewAppeal(actor, a, store.Cause{Event: "appeal.submitted", Ground: string(a.Kind)}); err != nil {
			return err
		}
		receipt = receiptOf(a)
		return keepSeat(tx, actor, a)
	})
	return receipt, err
}

func receiptOf(a preschool.Appeal) AppealReceipt {
	return AppealReceipt{Code: a.ID, Number: a.Number, ForwardBy: a.ForwardBy, DecideBy: a.DecideBy, Late: a.Late}
}

// lodge gives the appeal its number and its terms.
func (s *Service) lodge(tx *store.Tx, c Complaint, of decided) (a preschool.Appeal, err error) {
	day, err := s.Day(tx.Reader, tx.Now)
	if err != nil {
		return a, err
	}
	number, err := tx.NextAppealNumber()
	if err != nil {
		return a, err
	}
	a = preschool.Appeal{
		Authority: tx.Authority, ID: store.NewID[preschool.Appeal](tx, "appeal"), Number: number, Application: of.application, Child: of.child, Kind: c.Kind,
		Subject: c.Subject, State: preschool.AppealSubmitted, Words: c.Words, DecidedByFirst: of.by(), SubmittedAt: tx.Now,
	}
	registered, err := day.Rules.Calendar.RollForward(day.Today)
	if err != nil {
		return a, err
	}
	rules := day.Rules.Appeal
	if a.ForwardBy, err = rules.ForwardTerm.Due(registered, day.Rules.Calendar); err != nil {
		return a, err
	}
	if a.DecideBy, err = rules.Term.Due(registered, day.Rules.Calendar); err != nil {
		return a, err
	}
	until, err := rules.LodgeTerm.Due(of.decision.At.Date(day.Rules.Zone), day.Rules.Calendar)
	a.Late = !until.IsZero() && day.Today.After(until)
	return a, err
}

// keepSeat holds the seat of refused papers until the appeal is to be decided.
func keepSeat(tx *store.Tx, actor access.Actor, a preschool.Appeal) error {
	if a.Kind != register.AppealPapers {
		return nil
	}
	before, err := tx.Offer(register.ID[preschool.Offer](a.Subject))
	if err != nil {
		return err
	}
	o := before.Keep(a.DecideBy)
	if o == before {
		return nil
	}
	return tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.kept", Ground: "appeal"})
}

// decided is a decision that can be appealed against, and whose it is.
type decided struct {
	application register.ID[preschool.Application]
	child       register.ID[register.Child]
	guardian    register.ID[register.Guardian]
	decision    store.Decision
	stands      bool
}

// by is the person who decided; none if a rule did, or the family's own request was answered by one.
func (d decided) by() string {
	if d.decision.Role == access.Family || d.decision.Role == access.System {
		return ""
	}
	return d.decision.Actor
}

// appealed finds the decision that a complaint names.
func appealed(r *store.Reader, c Complaint) (of decided, err error) {
	against := map[register.AppealKind]func(*store.Reader, string) (decided, bool, error){
		register.AppealRefusal: refusedApplication, register.AppealProof: refusedProof, register.AppealOffer: lapsedOffer,
		register.AppealPapers: refusedPapers, register.AppealDispute: lostDispute,
	}[c.Kind]
	if against == nil {
		return of, &register.Error{Kind: register.Invalid, Code: "appeal.kind", Field: "kind"}
	}
	of, stands, err := against(r, c.Subject)
	if err != nil {
		return of, err
	}
	if stands {
		of.decision, stands, err = r.DecisionOn(c.Subject, decisions[c.Kind]...)
	}
	of.stands = stands
	return of, err
}

// refusedApplication is the refusal of whoever handed the application in, who may only have declared to act for the child.
func refusedApplication(r *store.Reader, subject string) (decided, bool, error) {
	a, err := r.Application(register.ID[preschool.Application](subject))
	return decided{application: a.ID, child: a.Child, guardian: a.Guardian}, a.State == preschool.ApplicationRefused, err
}

func refusedProof(r *store.Reader, subject string) (decided, bool, error) {
	a, err := r.Application(register.ID[preschool.Application](subject))
	lost := a.Proof == preschool.ProofRefused || a.Proof == preschool.ProofExpired
	return ofApplication(r, a, err, lost)
}

func lapsedOffer(r *store.Reader, subject string) (decided, bool, error) {
	o, a, err := offerAndApplication(r, subject)
	lapsed := o.State == preschool.OfferExpired || o.State == preschool.OfferAnnulled
	return ofApplication(r, a, err, lapsed)
}

func refusedPapers(r *store.Reader, subject string) (decided, bool, error) {
	o, a, err := offerAndApplication(r, subject)
	return ofApplication(r, a, err, o.Papers == preschool.PapersRefused)
}

func offerAndApplication(r *store.Reader, subject string) (preschool.Offer, preschool.Application, error) {
	o, err := r.Offer(register.ID[preschool.Offer](subject))
	if err != nil {
		return o, preschool.Application{}, err
	}
	a, err := r.Application(o.Application)
	return o, a, err
}

// ofApplication gives the owner of a decision about an application, and whether it stands.
func ofApplication(r *store.Reader, a preschool.Application, err error, stands bool) (decided, bool, error) {
	if err != nil {
		return decided{}, false, err
	}
	child, err := r.Child(a.Child)
	return decided{application: a.ID, child: a.Child, guardian: child.Guardian}, stands, err
}

func lostDispute(r *store.Reader, subject string) (decided, bool, error) {
	l, err := r.FamilyLine(register.ID[preschool.Line](subject))
	return decided{child: l.Child, guardian: l.Guardian}, !l.DisputedDay.IsZero(), err
}

// WithdrawAppeal ends an appeal at the family's wish.
func (s *Service) WithdrawAppeal(ctx context.Context, actor access.Actor, id register.ID[preschool.Appeal]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, err := tx.Appeal(id)
		if err != nil {
			return err
		}
		who, err := appellant(tx.Reader, a)
		if err != nil {
			return err
		}
		if err := actor.Require(access.SubmitAppeal, access.Theirs{Authority: actor.Authority, Guardian: who}); err != nil {
			return err
		}
		if a, err = a.Withdraw(); err != nil {
			return err
		}
		return tx.SaveAppeal(actor, a, store.Cause{Event: "appeal.withdrawn"})
	})
}

// appellant is the guardian whose appeal it is: of a refusal the one whose application was refused, else the child's.
func appellant(r *store.Reader, a preschool.Appeal) (register.ID[register.Guardian], error) {
	if a.Kind == register.AppealRefusal {
		refused, err := r.Application(a.Application)
		return refused.Guardian, err
	}
	child, err := r.Child(a.Child)
	return child.Guardian, err
}

// theirs asks that the actor act for a child.
func theirs(r *store.Reader, actor access.Actor, action access.Action, id register.ID[register.Child]) error {
	child, err := r.Child(id)
	if err != nil {
		return err
	}
	return actor.Require(action, access.Theirs{Authority: actor.Authority, Guardian: child.Guardian})
}
