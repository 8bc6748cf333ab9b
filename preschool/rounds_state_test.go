package preschool_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func init() { tries["round_plan"], tries["capacity_event"] = tryRoundPlan, tryCapacityEvent }

func tryRoundPlan(state, event string) (string, error) {
	p := preschool.RoundPlan{State: preschool.RoundPlanState(state), DraftedBy: "officer"}
	var err error
	switch event {
	case "publish":
		p, err = p.Publish("approver")
	case "cancel":
		p, err = p.Cancel("officer", "wrong day")
	default:
		return "", unknown(event)
	}
	return string(p.State), err
}

func tryCapacityEvent(state, event string) (string, error) {
	e := preschool.CapacityEvent{State: preschool.CapacityEventState(state), From: friday}
	var err error
	switch event {
	case "carry_out":
		e, err = e.CarryOut(friday)
	case "cancel":
		e, err = e.Cancel(monday)
	default:
		return "", unknown(event)
	}
	return string(e.State), err
}

func TestRoundPlanNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	drafted := preschool.RoundPlan{State: "drafted", DraftedBy: "officer"}
	same, err := drafted.Publish("officer")
	refused(t, drafted, same, err, "round_plan.same_person")
	published, err := drafted.Publish("approver")
	equal(t, preschool.RoundPlan{State: "published", DraftedBy: "officer", DecidedBy: "approver"}, published, err)
	silent, err := drafted.Cancel("officer", "")
	refused(t, drafted, silent, err, "round_plan.no_reason")
}

func TestCapacityEventOnItsDay(t *testing.T) {
	t.Parallel()
	recorded := preschool.CapacityEvent{State: "recorded", From: friday}
	early, err := recorded.CarryOut(monday)
	refused(t, recorded, early, err, "capacity_event.early")
	late, err := recorded.Cancel(friday)
	refused(t, recorded, late, err, "capacity_event.late")
	done, err := recorded.CarryOut(friday.AddDays(3)) // the program slept
	equal(t, preschool.CapacityEvent{State: "carried_out", From: friday, CarriedOutOn: friday.AddDays(3)}, done, err)
}

func TestCapacityEventSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	full := preschool.CapacityEvent{
		Kindergarten: "sun", From: friday, To: friday, Group: "sun-g01", Seats: 2, Into: "moon", NewName: "Ай", NewKind: "general",
		BirthYear: 2023, Language: register.Kazakh, Act: "resolution 7",
	}
	for _, c := range []struct {
		kind  register.CapacityEventKind
		spoil func(*preschool.CapacityEvent)
		field string
	}{
		{register.CapacityOpening, func(e *preschool.CapacityEvent) { e.Language = "" }, "language"},
		{register.CapacityOpening, func(e *preschool.CapacityEvent) { e.NewKind = "castle" }, "new_kind"},
		{register.CapacityOpening, func(e *preschool.CapacityEvent) { e.BirthYear = 0 }, "birth_year"},
		{register.CapacityExpansion, func(e *preschool.CapacityEvent) { e.Group = "" }, "group"},
		{register.CapacityReduction, func(e *preschool.CapacityEvent) { e.Seats = 0 }, "seats"},
		{register.CapacityReduction, func(e *preschool.CapacityEvent) { e.Seats = -1 }, "seats"},
		{register.CapacityClosure, func(e *preschool.CapacityEvent) { e.Act = "" }, "act"},
		{register.CapacityRenovation, func(e *preschool.CapacityEvent) { e.To = civil.Date{} }, "to"},
		{register.CapacityMerger, func(e *preschool.CapacityEvent) { e.Into = "sun" }, "into"},
		{register.CapacityRenaming, func(e *preschool.CapacityEvent) { e.NewName = "" }, "new_name"},
		{register.CapacityChangeType, func(e *preschool.CapacityEvent) { e.NewKind = "mini_centre" }, "new_kind"}, // of a kindergarten, not of a group
		{"fire", func(*preschool.CapacityEvent) {}, "kind"},
		{register.CapacityClosure, func(e *preschool.CapacityEvent) { e.From = monday.AddDays(-1) }, "from"},
	} {
		e := full
		if e.Kind = c.kind; c.kind != "fire" {
			if err := e.Check(monday); err != nil {
				t.Errorf("a whole %s: %v", c.kind, err)
			}
		}
		c.spoil(&e)
		refusal, _ := e.Check(monday).(*register.Error)
		if refusal == nil || refusal.Field != c.field {
			t.Errorf("%s without %s: %v", c.kind, c.field, refusal)
		}
	}
}

// Whatever closures a group has and whoever sits in it: what is closed is the sum of the live closures, never a seat that a
// child holds, and nothing more changes on the same day.
func TestClosedSeatsAreTheSumOfLiveClosures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := register.Group{Seats: rapid.IntRange(1, 9).Draw(t, "seats")}
		g.Placed = rapid.IntRange(0, g.Seats).Draw(t, "placed")
		g.Offered = rapid.IntRange(0, g.Seats-g.Placed).Draw(t, "offered")
		closures := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) preschool.SeatClosure {
			c := preschool.SeatClosure{
				ID: register.ID[preschool.SeatClosure](rapid.StringMatching(`[a-z]{6}`).Draw(t, "id")), Seats: rapid.IntRange(1, 5).Draw(t, "n"),
				Reason: rapid.SampledFrom(register.CloseReasons).Draw(t, "reason"), From: monday.AddDays(rapid.IntRange(-5, 5).Draw(t, "from")),
			}
			if rapid.Bool().Draw(t, "ends") {
				c.To = c.From.AddDays(rapid.IntRange(0, 5).Draw(t, "days"))
			}
			return c
		}), 0, 4).Draw(t, "closures")
		byID := map[register.ID[preschool.SeatClosure]]preschool.SeatClosure{}
		for _, c := range closures {
			byID[c.ID] = c
		}
		if len(byID) < len(closures) {
			return
		}
		changed, after := preschool.CloseOn(g, closures, monday)
		for _, c := range changed {
			byID[c.ID] = c
		}
		sum := 0
		var left []preschool.SeatClosure
		for _, c := range byID {
			if c.LiveOn(monday) {
				sum += c.Seats
			}
			if c.EndedOn.IsZero() {
				left = append(left, c)
			}
		}
		if after.Closed != sum || after.Vacant() < 0 || (after.Closed == 0) != (after.CloseReason == "") {
			t.Fatalf("closed %d for %q, live closures %d, vacant %d", after.Closed, after.CloseReason, sum, after.Vacant())
		}
		again, same := preschool.CloseOn(after, left, monday)
		if len(again) > 0 || same != after {
			t.Fatalf("a second time changes %v, %v", again, cmp.Diff(after, same))
		}
	})
}

func TestClosureIsChecked(t *testing.T) {
	t.Parallel()
	good := preschool.SeatClosure{Seats: 1, Reason: register.ClosedSanitary, From: monday, To: monday}
	if err := good.Check(monday); err != nil {
		t.Error(err)
	}
	for code, spoil := range map[string]func(*preschool.SeatClosure){
		"closure.seats":  func(c *preschool.SeatClosure) { c.Seats = 0 },
		"closure.reason": func(c *preschool.SeatClosure) { c.Reason = "no time" },
		"closure.past":   func(c *preschool.SeatClosure) { c.From = monday.AddDays(-1) },
		"closure.days":   func(c *preschool.SeatClosure) { c.To = monday.AddDays(-1) },
	} {
		c := good
		spoil(&c)
		if err := c.Check(monday); register.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	ended, err := good.End(friday)
	equal(t, preschool.SeatClosure{Seats: 1, Reason: register.ClosedSanitary, From: monday, To: monday, EndedOn: friday}, ended, err)
	twice, err := ended.End(friday)
	refused(t, ended, twice, err, "closure.ended")
}

func TestNoticeGoesFromWayToWay(t *testing.T) {
	t.Parallel()
	open := preschool.Offer{State: preschool.OfferOpen}
	once, err := open.TryNotice(register.BySMS, monday)
	equal(t, preschool.Offer{State: preschool.OfferOpen, NoticeVia: register.BySMS, NoticeTries: 1, NoticedOn: monday}, once, err)
	twice, err := once.TryNotice(register.BySMS, friday)
	equal(t, preschool.Offer{State: preschool.OfferOpen, NoticeVia: register.BySMS, NoticeTries: 2, NoticedOn: monday}, twice, err)
	counter, err := twice.GoOn(register.ByCounter, friday)
	equal(t, preschool.Offer{State: preschool.OfferOpen, NoticeVia: register.ByCounter, NoticedOn: friday}, counter, err)
	told, err := counter.Deliver(instant, friday)
	if err != nil || told.WaitsForNotice() || !counter.WaitsForNotice() {
		t.Errorf("delivered: %v, %v", told, err)
	}
	again, err := told.TryNotice(register.BySMS, friday)
	refused(t, told, again, err, "offer.noticed")
	over, err := preschool.Offer{State: preschool.OfferAnnulled}.GoOn(register.ByPublic, friday)
	refused(t, preschool.Offer{State: preschool.OfferAnnulled}, over, err, "offer.not_open")
}
