package admission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

type seats = map[register.ID[register.Kindergarten]]map[int]int

// round runs the day's iteration and delivers its notices; no terms end.
func round(t *testing.T, c *town.Town) preschool.Round {
	t.Helper()
	r, ran, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
	if err != nil || !ran {
		t.Fatalf("round ran: %v, %v", ran, err)
	}
	c.Deliver()
	return r
}

// proven queues families of a ground and verifies it.
func proven(c *town.Town, n int, ground register.PriorityGroup) []register.ID[preschool.Application] {
	ids := c.Queue(n, "2023-05-06", ground, town.Sun)
	for _, id := range ids {
		c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	}
	return ids
}

// One first-priority child, then three general ones, and the count goes on with the next iteration; the head block stands
// outside of it (Astana, 2019: one to three).
func TestVouchersAreIssuedOneToThree(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	names := map[register.ID[preschool.Application]]string{}
	for i, id := range c.Queue(6, "2023-05-06", "", town.Sun) {
		names[id] = "g" + string(rune('1'+i))
	}
	for i, id := range proven(c, 3, register.LargeFamily) {
		names[id] = "p" + string(rune('1'+i))
	}
	names[proven(c, 1, register.Military)[0]] = "head"
	seen := map[string]bool{}
	for _, week := range []struct {
		monday string
		free   seats
		want   []string
	}{
		{"2026-01-12 09:00", seats{town.Sun: {2023: 3}}, []string{"g1", "head", "p1"}},
		{"2026-01-19 09:00", seats{town.Sun: {2023: 5}}, []string{"g2", "g3"}},
		{"2026-01-26 09:00", seats{town.Sun: {2023: 5}, town.Moon: {2023: 2}}, []string{"g4", "p2"}},
	} {
		c.Seats(week.free)
		c.At(week.monday)
		r := round(t, c)
		var got []string
		for _, name := range []string{"g1", "g2", "g3", "g4", "g5", "g6", "head", "p1", "p2", "p3"} {
			for id, n := range names {
				if n == name && len(c.Offers(id)) > 0 && !seen[name] {
					got, seen[name] = append(got, name), true
				}
			}
		}
		if diff := cmp.Diff(week.want, got); diff != "" || r.Offers != len(week.want) {
			t.Errorf("%s: %d offers, (-want +got)\n%s", week.monday, r.Offers, diff)
		}
	}
}

func TestARoundRunsOnceAndOnItsDay(t *testing.T) {
	t.Parallel()
	for profile, days := range map[string]map[string]bool{
		// 8 and 9 March 2026: a Sunday with the holiday, and the Monday to which the day off moves.
		"kz-voucher-2026": {"2026-03-02 09:00": true, "2026-03-03 09:00": false, "2026-03-08 09:00": false, "2026-03-09 09:00": false, "2026-03-10 09:00": true},
		"kz-classic-2025": {"2026-03-02 09:00": true, "2026-03-03 09:00": true, "2026-03-08 09:00": false, "2026-03-09 09:00": false},
	} {
		c := town.New(t, profile)
		for _, day := range []string{"2026-03-02 09:00", "2026-03-03 09:00", "2026-03-08 09:00", "2026-03-09 09:00", "2026-03-10 09:00"} {
			want, listed := days[day]
			if !listed {
				continue
			}
			c.At(day)
			for again := range 2 {
				_, ran, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
				if err != nil || ran != (want && again == 0) {
					t.Errorf("%s on %s, time %d: ran is %v, %v", profile, day, again+1, ran, err)
				}
			}
		}
	}
}

// offered is a town in which the first of some families has had an offer since Monday, 2 March 2026, at nine.
func offered(t *testing.T, profile string, families int) (*town.Town, []register.ID[preschool.Application]) {
	t.Helper()
	c := town.New(t, profile)
	c.Open(town.Sun, 2023, 1)
	ids := c.Queue(families, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	round(t, c)
	return c, ids
}

func guardian(c *town.Town, id register.ID[preschool.Application]) access.Actor {
	return town.Guardian(c.Application(id).Guardian)
}

func wantState(t *testing.T, c *town.Town, id register.ID[preschool.Application], want preschool.ApplicationState) {
	t.Helper()
	if got := c.Application(id); got.State != want {
		t.Fatalf("application is %s (%s), want %s", got.State, got.Reason, want)
	}
}

func TestADeclinedVoucherClosesTheApplication(t *testing.T) {
	t.Parallel()
	c, ids := offered(t, "kz-voucher-2026", 2)
	offer := c.Last(ids[0]).ID
	c.Refused("access.not_theirs", c.Admission.DeclineOffer(c.Ctx(), guardian(c, ids[1]), offer))
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, ids[0]), offer))
	wantState(t, c, ids[0], preschool.ApplicationClosed)
	c.Refused("offer.not_accept", c.Admission.AcceptOffer(c.Ctx(), guardian(c, ids[0]), offer))
	c.At("2026-03-10 09:00")
	round(t, c)
	if len(c.Offers(ids[1])) != 1 {
		t.Error("the voucher did not go to the next child")
	}
}

// Consent in two working days, else the application is suspended; it is restored at its own date, once, within 28 calendar
// days (pilot, 2025).
func TestAMissedVoucherSuspendsAndIsRestoredOnce(t *testing.T) {
	t.Parallel()
	c, ids := offered(t, "kz-voucher-2026", 2)
	if by := c.Last(ids[0]).AnswerBy.String(); by != "2026-03-04" {
		t.Fatalf("two working days after Monday, 2 March, end on %s", by)
	}
	c.At("2026-03-04 05:00")
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationOffered)
	c.At("2026-03-05 05:00")
	c.Refused("offer.lapsed", c.Admission.AcceptOffer(c.Ctx(), guardian(c, ids[0]), c.Last(ids[0]).ID))
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationSuspended)
	if until := c.Application(ids[0]).SuspendedUntil.String(); until != "2026-04-02" {
		t.Fatalf("28 calendar days end on %s", until)
	}
	c.At("2026-04-02 20:00")
	c.Night()
	c.Do(c.Admission.RestoreApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
	inOrder(t, c, ids...) // before the other, at its own date
	c.Refused("application.not_suspended", c.Admission.RestoreApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
	c.At("2026-04-06 09:00")
	round(t, c)
	c.At("2026-04-10 05:00")
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationSuspended)
	c.Refused("application.restored_before", c.Admission.RestoreApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
}

func TestASuspensionThatNobodyEndsClosesTheApplication(t *testing.T) {
	t.Parallel()
	c, ids := offered(t, "kz-voucher-2026", 1)
	c.At("2026-03-05 05:00")
	c.Night()
	c.At("2026-04-03 05:00")
	c.Refused("application.restore_late", c.Admission.RestoreApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationClosed)
	if reason := c.Application(ids[0]).Reason; reason != "not_restored" {
		t.Errorf("closed because of %q", reason)
	}
}

// A direction that is not answered puts the child on the stop-list for ten days; then it is restored by itself, at its place
// (Astana, 2019).
func TestTheStopListEndsByItself(t *testing.T) {
	t.Parallel()
	c, ids := offered(t, "kz-classic-2025", 2)
	c.At("2026-03-05 05:00")
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationSuspended)
	c.Refused("application.restored_by_itself", c.Admission.RestoreApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
	until := c.Application(ids[0]).SuspendedUntil
	if until.String() != "2026-03-16" { // the 15th is a Sunday
		t.Fatalf("ten calendar days after 5 March end on %s", until)
	}
	c.At("2026-03-16 05:00")
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationSuspended)
	c.At("2026-03-17 05:00")
	c.Night()
	inOrder(t, c, ids...)
}

// The term to answer runs from the delivered notice: before that nothing expires.
func TestAnOfferWithoutNoticeDoesNotExpire(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.At("2026-03-02 09:00")
	_, _, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	c.At("2026-03-20 05:00")
	c.Night()
	wantState(t, c, id, preschool.ApplicationOffered)
	c.Deliver()
	if by := c.Last(id).AnswerBy.String(); by != "2026-03-27" { // Nauryz, 21 to 23 March, and two days more for its weekend
		t.Errorf("two working days after the notice of 20 March end on %s", by)
	}
}

// However many try at once, a group never holds more children than seats, and an offer is taken once.
func TestSeatsAreNeverAboveCapacity(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 3)
	ids := c.Queue(6, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	round(t, c)
	var offers []preschool.Offer
	for _, id := range ids {
		offers = append(offers, c.Offers(id)...)
	}
	taken, signed := make(chan error, 64), make(chan error, 64)
	tries := 0
	for _, o := range offers {
		for _, id := range ids { // the other five try to take what is not theirs
			for range 2 {
				tries++
				who := guardian(c, id)
				go func() { taken <- c.Admission.AcceptOffer(c.Ctx(), who, o.ID) }()
			}
		}
	}
	if got := granted(taken, tries); len(offers) != 3 || got != 3 {
		t.Fatalf("%d offers, taken %d times", len(offers), got)
	}
	for _, o := range offers {
		who := guardian(c, o.Application)
		c.Do(c.HandIn(o.Application))
		for range 4 {
			go func() {
				_, err := c.Admission.SignContract(c.Ctx(), who, o.ID)
				signed <- err
			}()
		}
	}
	if got := granted(signed, 12); got != 3 {
		t.Errorf("%d contracts were signed for 3 seats", got)
	}
	c.Read(func(r *store.Reader) error {
		g, err := r.Group("sun-g01")
		if g.Placed != 3 || g.Offered != 0 || g.Vacant() != 0 {
			t.Errorf("placed %d, offered %d, vacant %d", g.Placed, g.Offered, g.Vacant())
		}
		return err
	})
}

func granted(results chan error, n int) int {
	sum := 0
	for range n {
		if err := <-results; err == nil {
			sum++
		}
	}
	return sum
}
