package admission_test

import (
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// The server's clock steps back between two registrations, by a second or by a day: who came first still stands first, and
// who came second is in the queue, too.
func TestTheClockStepsBackBetweenRegistrations(t *testing.T) {
	t.Parallel()
	for _, back := range []time.Duration{time.Second, 24 * time.Hour} {
		c := town.New(t, "kz-classic-2025")
		first := c.Queue(2, "2023-05-06", "", town.Sun)
		c.Wait(-back)
		later := c.Queue(2, "2023-05-06", "", town.Sun)
		c.Wait(2 * back)
		later = append(later, c.Queue(1, "2023-05-06", "", town.Sun)...)
		inOrder(t, c, append(first, later...)...)
		inTruth(t, c)
	}
}

// The clock goes back over a round and its notices: the day's round is not run again, no term ends twice, no seat is given twice.
func TestTheClockStepsBackOverARound(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 2)
	ids := c.Queue(3, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	iteration(c)
	for _, wall := range []string{"2026-03-02 06:00", "2026-03-01 09:00", "2026-03-02 08:00"} {
		c.At(wall)
		c.Morning()
	}
	for i, want := range []int{1, 1, 0} {
		if got := len(c.Offers(ids[i])); got != want {
			t.Errorf("application %d has %d offers, want %d", i+1, got, want)
		}
	}
	c.At("2026-03-02 09:30")
	c.Accept(ids[0])
	c.Do(c.Enrol(ids[0]))
	c.At("2026-02-27 09:00")
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, ids[1]), c.Last(ids[1]).ID))
	c.At("2026-03-03 09:00")
	c.Morning()
	if g, err := groupOf(c, "sun-g01"); err != nil || g.Placed != 1 || g.Offered != 1 || len(c.Offers(ids[2])) != 1 {
		t.Errorf("%d placed, %d offered, %v", g.Placed, g.Offered, err)
	}
	inTruth(t, c)
}

// The program stood still for a month, or its clock jumped: what was due ends once, and the missed rounds are one round.
func TestAMonthIsLost(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 2)
	ids := c.Queue(4, "2023-05-06", "", town.Sun)
	claimed := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0]
	c.At("2026-03-02 09:00")
	iteration(c)
	c.Accept(ids[0]) // and signs nothing; the second says nothing
	c.At("2026-04-06 09:00")
	for range 3 {
		c.Morning()
	}
	events := map[string]int{}
	var rounds []preschool.Round
	c.Read(func(r *store.Reader) (err error) {
		for _, id := range ids[:2] {
			list, err := r.EventsOf(string(c.Offers(id)[0].ID))
			if err != nil {
				return err
			}
			for _, e := range list {
				events[e.Type]++
			}
		}
		rounds, err = r.Rounds(10)
		return err
	})
	if events["offer.expired"] != 1 || events["offer.annulled"] != 1 {
		t.Errorf("terms ended as %v", events)
	}
	if len(rounds) != 2 || rounds[0].On != civil.MustParseDate("2026-04-06") || rounds[0].Offers != 2 {
		t.Errorf("rounds: %+v", rounds)
	}
	if got := c.Application(claimed).Proof; got != preschool.ProofExpired {
		t.Errorf("an unproven claim of January is %s", got)
	}
	stands(t, c, ids[2], preschool.ApplicationOffered)
	stands(t, c, ids[3], preschool.ApplicationOffered)
	inTruth(t, c)
}

// The clock jumps a month ahead for an hour and is set right again: those who registered in that hour stand behind those
// before them and before those after them.
func TestAnHourInTheFuture(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	ids := c.Queue(2, "2023-05-06", "", town.Sun)
	c.Wait(31 * 24 * time.Hour)
	ids = append(ids, c.Queue(1, "2023-05-06", "", town.Sun)...)
	c.Wait(-31 * 24 * time.Hour)
	ids = append(ids, c.Queue(2, "2023-05-06", "", town.Sun)...)
	c.Wait(32 * 24 * time.Hour)
	inOrder(t, c, ids...)
	inTruth(t, c)
}

// Certificates that have run out, are of tomorrow or run out while the family waits: the class counts for nothing, the date stays.
func TestProofsThatDoNotCount(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	officer := town.Actor(access.Officer)
	p := c.Family("2023-05-06")[0]
	for issued, code := range map[string]string{"2025-11-30": "proof.out_of_date", "2026-01-06": "proof.issued_later", "2020-02-29": "proof.out_of_date"} {
		sub := town.Submission(p.Child, register.Military, town.Sun)
		sub.Issued = civil.MustParseDate(issued)
		if _, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub); register.CodeOf(err) != code {
			t.Errorf("a certificate of %s: %v, want %s", issued, err, code)
		}
	}
	general := c.Queue(2, "2023-05-06", "", town.Sun)
	sub := town.Submission(p.Child, register.Military, town.Sun)
	sub.Issued = civil.MustParseDate("2026-01-05")
	soldier, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
	c.Do(err)
	late := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0]
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(soldier), true))
	inOrder(t, c, soldier, general[0], general[1], late)
	c.At("2026-01-14 05:00")
	c.Night()
	c.Refused("proof.not_verify", c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(late), true)) // its five days are over
	c.At("2026-02-06 05:00")
	c.Night()
	if a := c.Application(soldier); a.Proof != preschool.ProofExpired || a.State != preschool.ApplicationQueued {
		t.Errorf("after a month the certificate is %s, the application %s", a.Proof, a.State)
	}
	inOrder(t, c, general[0], general[1], soldier, late)
	inTruth(t, c)
}
