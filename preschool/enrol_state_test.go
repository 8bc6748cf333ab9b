package preschool_test

import (
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func init() {
	tries["papers"], tries["transfer"], tries["exchange"] = tryPapers, tryTransfer, tryExchange
	tries["staff_admission"], tries["appeal"] = tryStaff, tryAppeal
}

func tryPapers(state, event string) (string, error) {
	o := preschool.Offer{Of: preschool.OfSeat, State: preschool.OfferAccepted, ContractBy: friday, Papers: preschool.PapersState(state)}
	if state == "none" {
		o.Papers = ""
	}
	var err error
	switch event {
	case "submit":
		o, err = o.SubmitPapers(instant, friday)
	case "accept":
		o, err = o.AcceptPapers(instant)
	case "refuse":
		o, err = o.RefusePapers(instant, register.PapersExpired)
	case "uphold":
		o, err = o.UpholdPapers(instant, friday)
	default:
		return "", unknown(event)
	}
	if o.Papers == "" {
		return "none", err
	}
	return string(o.Papers), err
}

func tryTransfer(state, event string) (string, error) {
	t := preschool.Transfer{State: preschool.TransferState(state), AnswerBy: friday}
	var err error
	switch event {
	case "offer":
		t, err = t.Offer("g", "", friday)
	case "accept":
		t, err = t.Accept(friday)
	case "return":
		t, err = t.Return("seat_not_freed")
	case "move":
		t, err = t.Move("p")
	case "withdraw":
		t, err = t.Withdraw("by_family")
	case "close":
		t, err = t.Close("placement_ended")
	default:
		return "", unknown(event)
	}
	return string(t.State), err
}

func tryExchange(state, event string) (string, error) {
	e := preschool.Exchange{State: preschool.ExchangeState(state)}
	var err error
	switch event {
	case "agree":
		e, err = e.Agree(instant)
	case "decline":
		e, err = e.Decline()
	case "cancel":
		e, err = e.Cancel("by_family")
	case "carry_out":
		e, err = e.CarryOut(friday)
	default:
		return "", unknown(event)
	}
	return string(e.State), err
}

func tryStaff(state, event string) (string, error) {
	a := preschool.StaffAdmission{State: preschool.StaffState(state), AskedBy: "head"}
	var err error
	switch event {
	case "verify":
		a, err = a.Decide(true, "officer", monday)
	case "refuse":
		a, err = a.Decide(false, "officer", monday)
	default:
		return "", unknown(event)
	}
	return string(a.State), err
}

func tryAppeal(state, event string) (string, error) {
	a := preschool.Appeal{State: preschool.AppealState(state), DecidedByFirst: "officer"}
	var err error
	switch event {
	case "forward":
		a, err = a.Forward("clerk", monday)
	case "uphold":
		a, err = a.Decide(true, "approver", monday, "reasons", "event")
	case "dismiss":
		a, err = a.Decide(false, "approver", monday, "reasons", "event")
	case "withdraw":
		a, err = a.Withdraw()
	default:
		return "", unknown(event)
	}
	return string(a.State), err
}

func wantRefusal(t *testing.T, code string, err error) {
	t.Helper()
	if register.CodeOf(err) != code {
		t.Errorf("%v, want the refusal %s", err, code)
	}
}

func TestPapersAreOfAnAcceptedSeatWithinItsTerm(t *testing.T) {
	t.Parallel()
	seat := preschool.Offer{Of: preschool.OfSeat, State: preschool.OfferAccepted, ContractBy: friday}
	_, err := seat.SubmitPapers(instant, friday.AddDays(1))
	wantRefusal(t, "contract.lapsed", err)
	open := seat
	open.State = preschool.OfferOpen
	_, err = open.SubmitPapers(instant, monday)
	wantRefusal(t, "offer.not_accepted", err)
	voucher := seat
	voucher.Of = preschool.OfVoucher
	_, err = voucher.SubmitPapers(instant, monday)
	wantRefusal(t, "offer.not_accepted", err)
	later := friday.AddDays(7)
	if got := seat.Keep(later); got.ContractBy != later || got.Keep(friday) != got {
		t.Errorf("kept until %s", got.ContractBy)
	}
	if open.Keep(later) != open {
		t.Error("an open offer has no contract to keep")
	}
}

// Nine of ten: with an unvaccinated child more the share is 9 of 11, or exactly nine tenths.
func TestTheShareOfTheVaccinatedCountsTheChild(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v    preschool.Vaccinated
		min  int
		want bool
	}{
		{preschool.Vaccinated{Children: 9, Of: 10}, 900, true},
		{preschool.Vaccinated{Children: 9, Of: 9}, 900, false},
		{preschool.Vaccinated{Children: 18, Of: 19}, 900, false},
		{preschool.Vaccinated{Children: 17, Of: 19}, 900, true},
		{preschool.Vaccinated{}, 900, true},
		{preschool.Vaccinated{}, 0, false},
	} {
		if got := c.v.BelowWith(c.min); got != c.want {
			t.Errorf("%+v at %d: %v", c.v, c.min, got)
		}
	}
}

func TestNobodyJudgesTheOwnDecision(t *testing.T) {
	t.Parallel()
	appeal := preschool.Appeal{State: preschool.AppealForwarded, DecidedByFirst: "k"}
	_, err := appeal.Decide(true, "k", monday, "reasons", "event")
	wantRefusal(t, "appeal.same_person", err)
	_, err = appeal.Decide(true, "l", monday, "", "event")
	wantRefusal(t, "appeal.answer_missing", err)
	staff := preschool.StaffAdmission{State: preschool.StaffClaimed, AskedBy: "k"}
	_, err = staff.Decide(true, "k", monday)
	wantRefusal(t, "staff_admission.same_person", err)
}

func TestSilenceIsMarkedOnce(t *testing.T) {
	t.Parallel()
	appeal := preschool.Appeal{State: preschool.AppealForwarded, DecideBy: friday}
	if _, marked := appeal.Silence(friday); marked {
		t.Error("the last day is not over")
	}
	late, marked := appeal.Silence(friday.AddDays(1))
	if !marked || late.State != preschool.AppealForwarded {
		t.Errorf("marked %v, state %s", marked, late.State)
	}
	if _, again := late.Silence(friday.AddDays(2)); again {
		t.Error("marked twice")
	}
}

// A transfer holds a seat only while it is offered one that is free.
func TestATransferHoldsAFreeSeatOnly(t *testing.T) {
	t.Parallel()
	wish := preschool.NewTransfer("t", preschool.Placement{ID: "p", Child: "c"}, "g", instant, 7, nil, preschool.ByWish)
	free, err := wish.Offer("group", "", friday)
	if err != nil || !free.Holds() || wish.Holds() {
		t.Errorf("held: wish %v, offered %v, %v", wish.Holds(), free.Holds(), err)
	}
	if chained, _ := wish.Offer("group", "other", friday); chained.Holds() {
		t.Error("a seat that another leaves is held by that one")
	}
	if late, err := free.Accept(friday.AddDays(1)); err != nil || late.State != preschool.TransferAccepted {
		t.Errorf("a family that nobody told is late: %s, %v", late.State, err)
	}
	told, err := free.Deliver(instant, friday)
	if err != nil || told.WaitsForNotice() {
		t.Errorf("told: %v, %v", !told.WaitsForNotice(), err)
	}
	_, err = told.Deliver(instant, friday.AddDays(1))
	wantRefusal(t, "offer.noticed", err)
	_, err = told.Accept(friday.AddDays(1))
	wantRefusal(t, "offer.lapsed", err)
	if back, err := free.Return("declined"); err != nil || back.Holds() || back.Group != "" || back.AnswerBy != (civil.Date{}) {
		t.Errorf("returned: %+v, %v", back, err)
	}
	_, err = free.Rank(nil)
	wantRefusal(t, "transfer.not_rank", err)
}

func TestAClosureKeepsTheWishButForItsOwnKindergarten(t *testing.T) {
	t.Parallel()
	wish := preschool.NewTransfer("t", preschool.Placement{ID: "p"}, "g", instant, 7, []register.ID[register.Kindergarten]{"sun", "moon"}, preschool.ByWish)
	closing := wish.ForClosure("sun")
	if closing.Cause != preschool.ByClosure || len(closing.Choices) != 1 || len(wish.Choices) != 2 || closing.RegisteredAt != instant {
		t.Errorf("%+v", closing)
	}
}
