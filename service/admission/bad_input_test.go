package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// waiting counts the applications of a child that have not ended: at most one, whatever is handed in.
func waiting(c *town.Town, child register.ID[register.Child]) int {
	c.TB.Helper()
	n := 0
	c.Read(func(r *store.Reader) error {
		list, err := r.ApplicationsOf(child)
		for _, a := range list {
			switch a.State {
			case preschool.ApplicationQueued, preschool.ApplicationSuspended, preschool.ApplicationOffered, preschool.ApplicationSubmitted:
				n++
			}
		}
		return err
	})
	return n
}

// Days that cannot be are refused by a code that the family reads, and nothing waits afterwards; strange days that can be are taken.
func TestDaysThatCannotBe(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026") // Monday, 5 January 2026
	day := civil.MustParseDate
	for name, row := range map[string]struct {
		birth string
		start civil.Date
		code  string
	}{
		"born tomorrow":                   {"2026-01-06", civil.Date{}, "application.age"},
		"born in the next century":        {"2126-01-05", civil.Date{}, "application.age"},
		"older than any child":            {"1926-01-05", civil.Date{}, "application.age"},
		"starts before it is born":        {"2023-05-06", day("2023-05-05"), "application.start_past"},
		"starts yesterday":                {"2023-05-06", day("2026-01-04"), "application.start_past"},
		"starts when it goes to school":   {"2023-05-06", day("2036-01-05"), "application.start_late"},
		"starts on the last possible day": {"2023-05-06", day("9999-12-31"), "application.start_late"},
		"born today":                      {"2026-01-05", civil.Date{}, ""},
		"born on 29 February":             {"2024-02-29", civil.Date{}, ""},
		"starts on 29 February":           {"2023-05-06", day("2028-02-29"), ""},
		"starts today":                    {"2023-05-06", day("2026-01-05"), ""},
	} {
		p := c.Family(row.birth)[0]
		sub := town.Submission(p.Child, "", town.Sun)
		sub.StartOn = row.start
		_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
		if register.CodeOf(err) != row.code {
			t.Errorf("%s: got %v, want %q", name, err, row.code)
		}
		if n := waiting(c, p.Child); n != map[bool]int{true: 1}[row.code == ""] {
			t.Errorf("%s: %d applications wait", name, n)
		}
	}
}

// A child of 29 February has its birthday on 1 March in other years, and stands in the queue of its year like every other.
func TestALeapDayChildIsServed(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2024, 2)
	ids := c.Queue(1, "2024-02-29", "", town.Sun)
	ids = append(ids, c.Queue(1, "2024-03-01", "", town.Sun)...)
	inOrder(t, c, ids...)
	c.At("2026-03-02 09:00")
	iteration(c)
	for _, id := range ids {
		if o := c.Last(id); o.Group != "sun-g05" {
			t.Errorf("offered is %s", o.Target())
		}
	}
}

// Two guardians say that a child is theirs. It has one application, by the first; the second learns nothing of it and may
// do nothing with it until an officer enters the legal act.
func TestAChildOfTwoGuardians(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	iin := c.IIN("2023-05-06")
	var people []town.Person
	for range 2 {
		done, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), register.Guardian{IIN: c.IIN("1990-03-03")},
			[]registry.NewChild{{IIN: iin, BirthDate: civil.MustParseDate("2023-05-06"), Language: register.Russian, District: "north"}})
		c.Do(err)
		people = append(people, town.Person{Guardian: done.Guardian, Child: done.Children[0]})
	}
	if people[0].Child != people[1].Child || people[0].Guardian == people[1].Guardian {
		t.Fatalf("registered are %v", people)
	}
	id := c.Apply(people[0], "", town.Sun)
	for range 3 {
		if _, err := c.Admission.SubmitApplication(c.Ctx(), people[1].Actor(), town.Submission(people[1].Child, "", town.Moon)); register.CodeOf(err) == "" {
			t.Errorf("the second guardian's submission: %v", err)
		}
	}
	if n := waiting(c, people[0].Child); n != 1 {
		t.Errorf("%d applications of one child wait", n)
	}
	c.At("2026-03-02 09:00")
	iteration(c)
	offer := c.Last(id).ID
	c.Refused("access.not_theirs", c.Admission.AcceptOffer(c.Ctx(), people[1].Actor(), offer))
	c.Refused("access.not_theirs", c.Admission.WithdrawApplication(c.Ctx(), people[1].Actor(), id))
	c.Do(c.Admission.AcceptOffer(c.Ctx(), people[0].Actor(), offer))
	inTruth(t, c)
}

// A guardian loses the right by a judgment between the offer and the answer. The old one can do nothing any more, the new
// one answers in the same term, and the place in the queue was never lost.
func TestAGuardianLosesTheRightMidOffer(t *testing.T) {
	t.Parallel()
	for _, ground := range []preschool.GuardianGround{preschool.ByCourt, preschool.ByProtection} {
		c := town.New(t, "kz-classic-2025")
		c.Open(town.Sun, 2023, 1)
		child, other := c.Family("2023-05-06")[0], c.Family("2022-05-06")[0]
		id := c.Apply(child, "", town.Sun)
		before := c.Application(id)
		c.At("2026-03-02 09:00")
		iteration(c)
		offer := c.Last(id)
		fresh := town.Person{Guardian: other.Guardian, Child: child.Child}
		done, err := c.Admission.ReplaceGuardian(c.Ctx(), town.Actor(access.Officer), admission.Replacement{
			Child: child.Child, Guardian: other.Guardian, Ground: ground, Act: "2-17 of 01.03.2026",
		})
		c.Do(err)
		if ground.Exceptional() { // urgent protection waits for a second person; until then nothing has changed
			c.Refused("access.not_theirs", c.Admission.AcceptOffer(c.Ctx(), fresh.Actor(), offer.ID))
			c.Do(c.Admission.ApproveGuardian(c.Ctx(), town.Actor(access.Approver), done, true))
		}
		for what, err := range map[string]error{
			"accept":   c.Admission.AcceptOffer(c.Ctx(), child.Actor(), offer.ID),
			"decline":  c.Admission.DeclineOffer(c.Ctx(), child.Actor(), offer.ID),
			"withdraw": c.Admission.WithdrawApplication(c.Ctx(), child.Actor(), id),
		} {
			if register.CodeOf(err) != "access.not_theirs" {
				t.Errorf("%s by who was guardian (%s): %v", what, ground, err)
			}
		}
		c.Do(c.Admission.AcceptOffer(c.Ctx(), fresh.Actor(), offer.ID))
		if a := c.Application(id); a.RegisteredAt != before.RegisteredAt || a.Sequence != before.Sequence || c.Last(id).AnswerBy != offer.AnswerBy {
			t.Errorf("date or term changed with the guardian: %s, %s", a.RegisteredAt, c.Last(id).AnswerBy)
		}
		c.Do(c.Enrol(id))
		stands(t, c, id, preschool.ApplicationPlaced)
		inTruth(t, c)
	}
}

// A kindergarten closes while a family has its offer, open or accepted. Nobody is placed there, the family waits again at its
// own date and at no cost, and its seat is nobody's.
func TestAKindergartenClosesMidOffer(t *testing.T) {
	t.Parallel()
	for _, accepts := range []bool{false, true} {
		c := town.New(t, "kz-classic-2025")
		c.Open(town.Sun, 2023, 1)
		ids := c.Queue(2, "2023-05-06", "", town.Sun, town.Moon)
		c.At("2026-03-02 09:00")
		iteration(c)
		if accepts {
			c.Accept(ids[0])
		}
		before, offer := c.Application(ids[0]), c.Last(ids[0])
		_, err := c.Registry.RecordCapacityEvent(c.Ctx(), town.Actor(access.Officer), preschool.CapacityEvent{
			Kindergarten: town.Sun, Kind: register.CapacityClosure, From: civil.MustParseDate("2026-03-03"), Act: "order 7",
		})
		c.Do(err)
		c.At("2026-03-03 00:30")
		for range 2 { // done twice it changes nothing
			_, err = c.Admission.CarryOutCapacityEvents(c.Ctx(), town.Actor(access.System))
			c.Do(err)
			c.Night()
		}
		if o := c.Offers(ids[0])[0]; o.State != preschool.OfferAnnulled {
			t.Errorf("accepted %v: the offer of a closed kindergarten is %s", accepts, o.State)
		}
		_, err = c.Admission.SignContract(c.Ctx(), town.Guardian(before.Guardian), offer.ID)
		if register.CodeOf(err) == "" {
			t.Errorf("accepted %v: signed with a closed kindergarten: %v", accepts, err)
		}
		stands(t, c, ids[0], preschool.ApplicationQueued)
		if a := c.Application(ids[0]); a.RegisteredAt != before.RegisteredAt || a.Restored != 0 {
			t.Errorf("accepted %v: the application lost its date or a chance: %+v", accepts, a)
		}
		inOrder(t, c, ids...)
		inTruth(t, c)
	}
}

// The territory passes to another profile while an offer is open: by two persons, and nobody's place changes.
func TestAProfileChangesMidYear(t *testing.T) {
	t.Parallel()
	c := town.Empty(t, policy.Load)
	c.Found(town.Authority, "kz-classic-2025")
	c.Import(town.Network)
	c.Open(town.Sun, 2023, 1)
	ids := c.Queue(3, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	iteration(c)
	officer := town.Actor(access.Officer)
	wish := admission.SwitchWish{Profile: "kz-voucher-2026", From: civil.MustParseDate("2026-03-03"), Act: "decision 12"}
	w, err := c.Admission.ProposeSwitch(c.Ctx(), officer, wish)
	c.Do(err)
	_, err = c.Admission.ProposeSwitch(c.Ctx(), officer, wish)
	c.Refused("switch.another", err)
	c.Refused("access.role", c.Admission.ApproveSwitch(c.Ctx(), officer, w.ID, w.PreviewSHA256))
	if err := c.Admission.ApproveSwitch(c.Ctx(), town.Actor(access.Approver), w.ID, "0000"); register.CodeOf(err) == "" {
		t.Errorf("approved what nobody saw: %v", err)
	}
	c.Do(c.Admission.ApproveSwitch(c.Ctx(), town.Actor(access.Approver), w.ID, w.PreviewSHA256))
	c.At("2026-03-03 00:30")
	for again := range 2 {
		done, err := c.Admission.CarryOutSwitch(c.Ctx(), town.Actor(access.System))
		if err != nil || done != (again == 0) {
			t.Fatalf("time %d: carried out %v, %v", again+1, done, err)
		}
		c.Night()
	}
	c.At("2026-03-03 09:00")
	c.Accept(ids[0]) // the offer of the old profile lives out its term
	c.Do(c.Enrol(ids[0]))
	stands(t, c, ids[0], preschool.ApplicationPlaced)
	inOrder(t, c, ids[1:]...)
	inTruth(t, c)
}
