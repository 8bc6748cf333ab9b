package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Whoever was suspended when the territory passed to other rules comes back by what the ground is worth under these, as those do
// who stood in the queue on that day.
func TestAGroundIsWorthWhatTheRulesOfTheDaySay(t *testing.T) {
	t.Parallel()
	c := town.Under(t, profile(t, "kz-classic-2025", "priority.ground.teacher", "extraordinary"))
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 05:00")
	ids := c.Queue(2, "2023-05-06", register.TeacherFamily, town.Sun)
	for _, id := range ids {
		c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	}
	c.At("2026-03-02 08:00")
	c.Morning()
	suspended := ids[0]
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, suspended), c.Last(suspended).ID))
	if a := c.Application(suspended); a.State != preschool.ApplicationSuspended {
		t.Fatalf("declined: %s", a.State)
	}
	c.Propose("kz-voucher-2026", "2026-03-05")
	c.Pass("2026-03-05")
	c.At("2026-03-16 00:10")
	c.Night()
	c.Read(func(r *store.Reader) error {
		queue, err := r.QueuesNow()
		for _, e := range queue {
			if e.Class != register.FirstPriority || e.Proof != preschool.ProofVerified {
				t.Errorf("%s stands as %s, %s", e.Application, e.Class, e.Proof)
			}
		}
		if len(queue) != 2 {
			t.Errorf("%d wait", len(queue))
		}
		return err
	})
}
