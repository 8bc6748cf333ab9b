package preschool_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

var dates = cmpopts.EquateComparable(civil.Date{}, civil.Instant{}, civil.Month{})

// equal compares a noun after a transition with the noun that the rule describes.
func equal[T any](t *testing.T, want, got T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, dates); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// refused checks the code of a refusal and that the noun did not change.
func refused[T any](t *testing.T, before, after T, err error, code string) {
	t.Helper()
	if register.CodeOf(err) != code {
		t.Errorf("%v, want %s", err, code)
	}
	if diff := cmp.Diff(before, after, dates); diff != "" {
		t.Errorf("a refused step changed the noun:\n%s", diff)
	}
}

func TestApplicationSubmittedKeepsItsInstant(t *testing.T) {
	t.Parallel()
	a, err := preschool.Application{State: "drafted"}.Submit(instant, 7)
	equal(t, preschool.Application{State: "submitted", RegisteredAt: instant, Sequence: 7}, a, err)
	a, err = a.Queue()
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.Submit(instant.Add(1), 8)
	refused(t, a, again, err, "application.not_submit")
}

func TestApplicationSuspendedAndRestored(t *testing.T) {
	t.Parallel()
	queued := preschool.Application{State: "queued", RegisteredAt: instant}
	stopped, err := queued.Suspend(friday, "offer_lapsed")
	equal(t, preschool.Application{State: "suspended", RegisteredAt: instant, SuspendedUntil: friday, Reason: "offer_lapsed"}, stopped, err)
	if !stopped.Waiting() || !queued.Waiting() || (preschool.Application{State: "offered"}).Waiting() {
		t.Error("queued and suspended wait, offered does not")
	}

	late, err := stopped.Restore(friday.AddDays(1), 1)
	refused(t, stopped, late, err, "application.restore_late")
	back, err := stopped.Restore(friday, 1)
	equal(t, preschool.Application{State: "queued", RegisteredAt: instant, Restored: 1}, back, err)

	live, err := back.Restore(friday, 2)
	refused(t, back, live, err, "application.not_suspended")
	again, err := back.Suspend(friday, "offer_lapsed")
	if err != nil {
		t.Fatal(err)
	}
	twice, err := again.Restore(friday, 1)
	refused(t, again, twice, err, "application.restored_before")
}

func TestProof(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule   string
		class  register.PriorityClass
		proof  preschool.ProofState
		counts register.PriorityClass
	}{
		{"verified class counts", register.Extraordinary, preschool.ProofVerified, register.Extraordinary},
		{"claimed stands in the general queue", register.FirstPriority, preschool.ProofClaimed, register.General},
		{"refused stands in the general queue", register.FirstPriority, preschool.ProofRefused, register.General},
		{"expired stands in the general queue", register.Extraordinary, preschool.ProofExpired, register.General},
		{"general needs no proof", register.General, preschool.ProofNone, register.General},
	} {
		if got := (preschool.Application{Class: c.class, Proof: c.proof}).Counts(); got != c.counts {
			t.Errorf("%s: counts as %s, want %s", c.rule, got, c.counts)
		}
	}

	claimed := preschool.Application{State: "queued", Proof: preschool.ProofClaimed}
	verified, err := claimed.VerifyProof(preschool.ViaOfficer, monday, civil.Date{})
	equal(t, preschool.Application{State: "queued", Proof: preschool.ProofVerified, ProofVia: "officer"}, verified, err)
	forged, err := claimed.RefuseProof(preschool.ViaRegister)
	equal(t, preschool.Application{State: "queued", Proof: preschool.ProofRefused, ProofVia: "register"}, forged, err)
	again, err := forged.VerifyProof(preschool.ViaOfficer, monday, civil.Date{})
	refused(t, forged, again, err, "proof.not_verify")

	expired, err := verified.ExpireProof()
	equal(t, preschool.Application{State: "queued", Proof: preschool.ProofExpired, ProofVia: "officer"}, expired, err)
	for _, dead := range []preschool.Application{expired, forged, {}} {
		still, err := dead.ExpireProof()
		refused(t, dead, still, err, "proof.not_expire")
	}
}

func TestOfferTermStartsWithDelivery(t *testing.T) {
	t.Parallel()
	open := preschool.Offer{State: "open", Of: preschool.OfSeat, Group: "g1", Market: "krg/3/kk", AnswerBy: monday}
	told, err := open.Deliver(instant, friday)
	want := open
	want.DeliveredAt, want.AnswerBy = instant, friday
	equal(t, want, told, err)
	twice, err := told.Deliver(instant.Add(1), friday.AddDays(9))
	equal(t, want, twice, err)

	early, err := told.Expire(instant, friday)
	refused(t, told, early, err, "offer.not_lapsed")
	late, err := told.Accept(instant, friday.AddDays(1), friday)
	refused(t, told, late, err, "offer.lapsed")

	taken, err := told.Accept(instant, friday, friday.AddDays(7))
	want.State, want.AnsweredAt, want.ContractBy = "accepted", instant, friday.AddDays(7)
	equal(t, want, taken, err)
	closed, err := taken.Deliver(instant, friday)
	refused(t, taken, closed, err, "offer.not_open")
}

func TestOfferExtendedOnce(t *testing.T) {
	t.Parallel()
	taken := preschool.Offer{State: "accepted", ContractBy: monday}
	longer, err := taken.Extend(friday, 1)
	equal(t, preschool.Offer{State: "accepted", ContractBy: friday, Extended: 1}, longer, err)
	again, err := longer.Extend(friday.AddDays(30), 1)
	refused(t, longer, again, err, "offer.extended_before")
	open := preschool.Offer{State: "open"}
	still, err := open.Extend(friday, 1)
	refused(t, open, still, err, "offer.not_accepted")
}

func TestOfferPointsAtMarketOrGroup(t *testing.T) {
	t.Parallel()
	o := preschool.Offer{Group: "g1", Market: "krg/3/kk"}
	for of, want := range map[preschool.OfferOf]string{preschool.OfVoucher: "krg/3/kk", preschool.OfSeat: "g1"} {
		if o.Of = of; o.Target() != want {
			t.Errorf("offer of %s points at %s, want %s", of, o.Target(), want)
		}
	}
	annulled, err := preschool.Offer{State: "accepted"}.Annul("closure")
	equal(t, preschool.Offer{State: "annulled", AnnulledWhy: "closure"}, annulled, err)
}

func TestVoucherDays(t *testing.T) {
	t.Parallel()
	used, err := preschool.Voucher{State: "issued"}.Activate(monday)
	equal(t, preschool.Voucher{State: "activated", ActivatedOn: monday}, used, err)
	back, err := used.Return(friday)
	equal(t, preschool.Voucher{State: "returned", ActivatedOn: monday, EndedOn: friday}, back, err)
	again, err := back.Exhaust(friday)
	refused(t, back, again, err, "voucher.not_exhaust")
}

func TestPlacementDays(t *testing.T) {
	t.Parallel()
	planned := preschool.Placement{State: "planned", During: civil.DateRange{From: monday}}
	early, err := planned.Start(monday.AddDays(-1))
	refused(t, planned, early, err, "placement.early")
	before, err := planned.End(monday.AddDays(-1), "moved_away")
	refused(t, planned, before, err, "placement.end_before_start")
	ended, err := planned.End(monday, "moved_away")
	equal(t, preschool.Placement{State: "ended", During: civil.DateRange{From: monday, To: monday}, EndReason: "moved_away"}, ended, err)
}

func TestRollCallMarks(t *testing.T) {
	t.Parallel()
	for marks, good := range map[string]bool{"": true, "PP-SCQWVAU": true, "P.P": false, "PxP": false, "p": false, "Р": false} {
		if err := (preschool.RollCall{Marks: marks}).Check(); (err == nil) != good {
			t.Errorf("marks %q: %v", marks, err)
		}
	}
}

func TestSheetSigned(t *testing.T) {
	t.Parallel()
	signed, err := preschool.Sheet{State: "open"}.Sign(instant, friday)
	equal(t, preschool.Sheet{State: "signed", SignedAt: instant, AnswerBy: friday}, signed, err)
}

func TestLineDisputedAndCorrected(t *testing.T) {
	t.Parallel()
	open := preschool.Line{State: "open", Month: march, Days: strings.Repeat("P", 31)}
	elsewhere, err := open.Dispute(instant, "guardian", march.Next().First())
	refused(t, open, elsewhere, err, "line.dispute_day")

	disputed, err := open.Dispute(instant, "guardian", monday)
	want := open
	want.State, want.AnsweredAt, want.AnsweredBy, want.DisputedDay = "disputed", instant, "guardian", monday
	equal(t, want, disputed, err)

	for _, wrong := range []struct {
		day  civil.Date
		code register.DayCode
	}{{march.Next().First(), register.Ill}, {monday, 'x'}} {
		still, err := disputed.Correct(wrong.day, wrong.code)
		refused(t, disputed, still, err, "line.dispute_day")
	}
	corrected, err := disputed.Correct(monday, register.Unjustified)
	want.State, want.Days = "corrected", "P"+"U"+strings.Repeat("P", 29)
	equal(t, want, corrected, err)
	if disputed.Days != open.Days {
		t.Error("correcting a line changed the line before it")
	}
}

func TestFourEyes(t *testing.T) {
	t.Parallel()
	checked, err := preschool.Cycle{Month: march, State: "calculated"}.Check("payer")
	equal(t, preschool.Cycle{Month: march, State: "checked", Checker: "payer"}, checked, err)
	same, err := checked.Approve("payer")
	refused(t, checked, same, err, "cycle.same_person")
	for _, event := range []string{"check", "approve"} {
		nameless, err := checked.Advance(event)
		refused(t, checked, nameless, err, "cycle.nameless")
	}
	approved, err := checked.Approve("approver")
	equal(t, preschool.Cycle{Month: march, State: "approved", Checker: "payer", Approver: "approver"}, approved, err)

	drafted := preschool.Payment{State: "drafted", DraftedBy: "payer"}
	own, err := drafted.Approve("payer")
	refused(t, drafted, own, err, "payment.same_person")
	sent, err := preschool.Payment{State: "approved"}.Send("f1")
	equal(t, preschool.Payment{State: "sent", File: "f1"}, sent, err)
	settled, err := sent.Settle(monday)
	equal(t, preschool.Payment{State: "settled", File: "f1", SettledOn: monday}, settled, err)
}

func TestNounsSayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for _, noun := range []register.Scoped{
		preschool.Application{Authority: "a"}, preschool.Offer{Authority: "a"}, preschool.Round{Authority: "a"}, preschool.Voucher{Authority: "a"},
		preschool.Placement{Authority: "a"}, preschool.Sheet{Authority: "a"}, preschool.Line{Authority: "a"}, preschool.Cycle{Authority: "a"},
		preschool.Claim{Authority: "a"}, preschool.Payment{Authority: "a"}, preschool.BankFile{Authority: "a"},
	} {
		if noun.Scope() != "a" {
			t.Errorf("%T belongs to %q", noun, noun.Scope())
		}
	}
	for _, noun := range []interface {
		AtKindergarten() register.ID[register.Kindergarten]
	}{
		preschool.Placement{Kindergarten: "k"}, preschool.Sheet{Kindergarten: "k"}, preschool.Line{Kindergarten: "k"},
		preschool.Claim{Kindergarten: "k"}, preschool.Payment{Kindergarten: "k"},
	} {
		if noun.AtKindergarten() != "k" {
			t.Errorf("%T is at %q", noun, noun.AtKindergarten())
		}
	}
	if got := (preschool.Application{Guardian: "g"}).OfGuardian(); got != "g" {
		t.Errorf("application of %q", got)
	}
}
