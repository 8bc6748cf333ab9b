package admission_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

var (
	officer  = town.Actor(access.Officer)
	approver = town.Actor(access.Approver)
)

// complain lodges an appeal of an application's own guardian.
func complain(c *town.Town, id register.ID[preschool.Application], kind register.AppealKind, subject string) admission.AppealReceipt {
	c.TB.Helper()
	r, err := c.Admission.SubmitAppeal(c.Ctx(), guardian(c, id), admission.Complaint{Kind: kind, Subject: subject, Words: "I do not agree."})
	c.Do(err)
	return r
}

// settle forwards an appeal and decides it.
func settle(c *town.Town, r admission.AppealReceipt, uphold bool) {
	c.TB.Helper()
	c.Do(c.Admission.ForwardAppeal(c.Ctx(), officer, r.Code))
	c.Do(c.Admission.DecideAppeal(c.Ctx(), approver, r.Code, uphold, "The law says so."))
}

// refusedProof is a town in which the first of three families has a proof that an officer refused, on Monday, 2 March 2026.
func refusedProof(t *testing.T) (*town.Town, []register.ID[preschool.Application]) {
	t.Helper()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 0)
	c.At("2026-03-02 08:00")
	ids := append(c.Queue(2, "2023-05-06", "", town.Sun), c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)...)
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(ids[2]), false))
	return c, ids
}

// The terms: forwarded within three working days, answered within five; they begin on the next day, and what comes in on a
// day off begins with the next working day. Monday, 9 March 2026 is off.
func TestAnAppealHasANumberAndTerms(t *testing.T) {
	t.Parallel()
	for day, want := range map[string][2]string{
		"2026-03-02 18:00": {"2026-03-05", "2026-03-10"},
		"2026-03-06 23:59": {"2026-03-12", "2026-03-16"},
		"2026-03-07 10:00": {"2026-03-13", "2026-03-17"}, // a Saturday: registered on Tuesday the 10th
	} {
		c, ids := refusedProof(t)
		c.At(day)
		r := complain(c, ids[2], register.AppealProof, string(ids[2]))
		if got := [2]string{r.ForwardBy.String(), r.DecideBy.String()}; got != want || r.Number != 1 || r.Late || r.Before {
			t.Errorf("%s: %v, want %v; %+v", day, got, want, r)
		}
		again := complain(c, ids[2], register.AppealProof, string(ids[2]))
		if !again.Before || again.Number != 1 || again.Code != r.Code {
			t.Errorf("a second one: %+v", again)
		}
	}
}

// An upheld appeal verifies the proof, and that is the ground on which the family moves forward.
func TestAnUpheldProofMovesTheQueue(t *testing.T) {
	t.Parallel()
	c, ids := refusedProof(t)
	before, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), ids[2])
	c.Do(err)
	r := complain(c, ids[2], register.AppealProof, string(ids[2]))
	c.Refused("appeal.not_dismiss", c.Admission.DecideAppeal(c.Ctx(), approver, r.Code, false, "No."))
	c.Refused("appeal.answer_missing", c.Admission.DecideAppeal(c.Ctx(), approver, r.Code, true, ""))
	same := approver
	same.ID = officer.ID // who refused the proof, in another role
	c.Refused("appeal.same_person", c.Admission.DecideAppeal(c.Ctx(), same, r.Code, true, "Mine."))
	if list, err := c.Admission.AppealsToDecide(c.Ctx(), same); err != nil || len(list) != 0 {
		t.Errorf("the one who decided sees %+v, %v", list, err)
	}
	c.Wait(3600e9)
	settle(c, r, true)
	after, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), ids[2])
	c.Do(err)
	if before.Number != 3 || after.Number != 1 || c.Application(ids[2]).Proof != preschool.ProofVerified {
		t.Errorf("from %d to %d, proof %s", before.Number, after.Number, c.Application(ids[2]).Proof)
	}
	if last := after.Moves[len(after.Moves)-1]; !strings.Contains(strings.ToLower(strings.Join([]string{string(last.Own)}, "")), "appeal_upheld") {
		t.Errorf("the move is by %+v", last)
	}
	c.Refused("appeal.not_uphold", c.Admission.DecideAppeal(c.Ctx(), approver, r.Code, true, "Again."))
}

// The answer quotes the decision as the record has it, and says where to go next.
func TestAnAnswerQuotesTheRecord(t *testing.T) {
	t.Parallel()
	c, ids := refusedProof(t)
	for {
		n, err := c.Oversight.IntegrateLog(c.Ctx(), town.Actor(access.System))
		c.Do(err)
		if n == 0 {
			break
		}
	}
	r := complain(c, ids[2], register.AppealProof, string(ids[2]))
	list, err := c.Admission.AppealsToDecide(c.Ctx(), approver)
	if err != nil || len(list) != 1 || list[0].Words != "I do not agree." || !strings.HasPrefix(list[0].Quoted, "proof.refused ") {
		t.Fatalf("%+v, %v", list, err)
	}
	forward, err := c.Admission.AppealsToForward(c.Ctx(), officer)
	if err != nil || len(forward) != 1 || forward[0].Code != r.Code {
		t.Errorf("%+v, %v", forward, err)
	}
	settle(c, r, false)
	answers, err := c.Admission.AppealsOfChild(c.Ctx(), guardian(c, ids[2]), c.Application(ids[2]).Child)
	c.Do(err)
	a := answers[0]
	if a.State != preschool.AppealDismissed || a.Next != admission.NextInstance || a.Reasons == "" || a.DecidedOn.String() != "2026-03-02" {
		t.Errorf("%+v", a)
	}
	for _, part := range []string{"proof.refused ", ", leaf ", ", sha256 "} {
		if !strings.Contains(a.Quoted, part) {
			t.Errorf("%q lacks %q", a.Quoted, part)
		}
	}
	if strings.Contains(a.Quoted, "pending") {
		t.Errorf("%q", a.Quoted)
	}
	_, err = c.Admission.AppealsOfChild(c.Ctx(), guardian(c, ids[0]), c.Application(ids[2]).Child)
	c.Refused("access.not_theirs", err)
}

// A family whose offer lapsed without its fault comes back at its own date, also if its application was closed since.
func TestAnUpheldAppealRestoresALapsedOffer(t *testing.T) {
	t.Parallel()
	for expired, state := range map[string]preschool.ApplicationState{"suspend": preschool.ApplicationSuspended, "close": preschool.ApplicationClosed} {
		c := town.Under(t, profile(t, "kz-classic-2025", "offer.expired", expired))
		c.Open(town.Sun, 2023, 1)
		c.At("2026-03-02 08:00")
		ids := c.Queue(2, "2023-05-06", "", town.Sun)
		before := c.Application(ids[0])
		c.Morning()
		c.At("2026-03-05 01:00")
		c.Night()
		wantState(t, c, ids[0], state)
		r := complain(c, ids[0], register.AppealOffer, string(c.Last(ids[0]).ID))
		settle(c, r, true)
		a := c.Application(ids[0])
		if a.State != preschool.ApplicationQueued || a.RegisteredAt != before.RegisteredAt || a.Sequence != before.Sequence || !a.SuspendedUntil.IsZero() {
			t.Errorf("%s: %s at %s/%d", expired, a.State, a.RegisteredAt, a.Sequence)
		}
		if p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), ids[0]); err != nil || p.Number != 1 {
			t.Errorf("%s: number %d, %v", expired, p.Number, err)
		}
		sound(c)
	}
}

// What the family handed in since makes way for the old application; an offer that it has since is better and stays.
func TestAReopenedApplicationReplacesTheNewOne(t *testing.T) {
	t.Parallel()
	c := town.Under(t, profile(t, "kz-classic-2025", "offer.declined", "close"))
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 08:00")
	p := c.Family("2023-05-06")[0]
	old := c.Apply(p, "", town.Sun)
	c.Queue(1, "2023-05-06", "", town.Sun)
	c.Morning()
	c.At("2026-03-05 01:00")
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error { // closed by a rule while its offer lapsed
		a, err := tx.Application(old)
		if err != nil {
			return err
		}
		before, err := tx.Offer(c.Last(old).ID)
		if err != nil {
			return err
		}
		o, err := before.Annul("error")
		if err != nil {
			return err
		}
		if a, err = a.Close("error"); err != nil {
			return err
		}
		if err := tx.SaveOffer(officer, before, o, store.Cause{Event: "offer.annulled", Ground: "error"}); err != nil {
			return err
		}
		return tx.SaveApplication(officer, a, store.Cause{Event: "application.closed", Ground: "error"})
	}))
	newer := c.Apply(p, "", town.Sun)
	settle(c, complain(c, old, register.AppealOffer, string(c.Last(old).ID)), true)
	wantState(t, c, old, preschool.ApplicationQueued)
	wantState(t, c, newer, preschool.ApplicationWithdrawn)
	sound(c)
}

// A refusal at registration was wrong: the application stands where it would have stood, before those who came since.
func TestAnUpheldRefusalKeepsItsInstant(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 0)
	c.At("2026-03-02 08:00")
	p := c.Family("2012-05-06")[0] // far too old for the queue
	_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
	refusal, ok := errors.AsType[*register.Error](err)
	if !ok || refusal.Args["code"] == "" {
		t.Fatalf("%v", err)
	}
	id := register.ID[preschool.Application](refusal.Args["code"])
	before := c.Application(id)
	c.At("2026-03-03 08:00")
	r := complain(c, id, register.AppealRefusal, string(id))
	settle(c, r, true)
	if a := c.Application(id); a.State != preschool.ApplicationQueued || a.RegisteredAt != before.RegisteredAt || a.Sequence != before.Sequence {
		t.Errorf("%s at %s/%d, want %s/%d", a.State, a.RegisteredAt, a.Sequence, before.RegisteredAt, before.Sequence)
	}
	sound(c)
}

// An appeal about refused papers keeps the seat until it is to be answered; upheld it accepts the papers, and the contract's
// term begins anew. After the seat is gone it brings the application back.
func TestAnAppealAboutPapersKeepsTheSeat(t *testing.T) {
	t.Parallel()
	refusedPapers := func(t *testing.T) (*town.Town, register.ID[preschool.Application], register.ID[preschool.Offer]) {
		c, ids := offered(t, "kz-classic-2025", 1)
		offer := c.Last(ids[0]).ID
		c.Accept(ids[0])
		c.Do(c.Admission.SubmitPapers(c.Ctx(), guardian(c, ids[0]), offer, nil))
		c.Do(c.Admission.RefusePapers(c.Ctx(), town.Staff(town.Sun), offer, register.PapersIncomplete, preschool.Vaccinated{}))
		return c, ids[0], offer
	}
	c, id, offer := refusedPapers(t)
	by := c.Last(id).ContractBy
	c.At(by.String() + " 10:00")
	r := complain(c, id, register.AppealPapers, string(offer))
	if got := c.Last(id).ContractBy; got != r.DecideBy || !got.After(by) {
		t.Errorf("kept until %s, the answer is due on %s", got, r.DecideBy)
	}
	c.At(r.DecideBy.String() + " 10:00")
	c.Night()
	settle(c, r, true)
	o := c.Last(id)
	if o.Papers != preschool.PapersAccepted || !o.ContractBy.After(r.DecideBy) {
		t.Errorf("papers %s, contract by %s", o.Papers, o.ContractBy)
	}
	c.Do(c.Enrol(id))
	wantState(t, c, id, preschool.ApplicationPlaced)
	sound(c)

	c, id, offer = refusedPapers(t)
	c.At(by.AddDays(1).String() + " 01:00")
	c.Night()
	wantState(t, c, id, preschool.ApplicationSuspended)
	settle(c, complain(c, id, register.AppealPapers, string(offer)), true)
	wantState(t, c, id, preschool.ApplicationQueued)
	sound(c)
}
