package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func TestADraftHasNoOrderUntilItIsSubmitted(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	id, err := c.Admission.SaveDraft(c.Ctx(), p.Actor(), town.Submission(p.Child, ""))
	c.Do(err)
	if a := c.Application(id); a.State != preschool.ApplicationDrafted || !a.RegisteredAt.IsZero() || a.Sequence != 0 {
		t.Errorf("a draft: %+v", a)
	}
	_, err = c.Admission.SubmitDraft(c.Ctx(), p.Actor(), id)
	c.Refused("application.choices", err)

	changed := town.Submission(p.Child, register.Military, town.Moon, town.Sun)
	again, err := c.Admission.SaveDraft(c.Ctx(), p.Actor(), changed)
	if a := c.Application(id); err != nil || again != id || len(a.Choices) != 2 || a.Ground != register.Military {
		t.Errorf("changed: %s, %+v, %v", again, a, err)
	}
	other := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	_, err = c.Admission.SubmitDraft(c.Ctx(), p.Actor(), id)
	c.Do(err)
	a := c.Application(id)
	if a.State != preschool.ApplicationQueued || !a.RegisteredAt.After(c.Application(other).RegisteredAt) || a.Proof != preschool.ProofClaimed {
		t.Errorf("submitted: %+v", a)
	}
	if twice, err := c.Admission.SubmitDraft(c.Ctx(), p.Actor(), id); err != nil || twice != id || c.Application(id).Sequence != a.Sequence {
		t.Errorf("submitted twice: %s, %v", twice, err)
	}
	_, err = c.Admission.SaveDraft(c.Ctx(), p.Actor(), changed)
	c.Refused("application.live", err)
	inOrder(t, c, other, id)
}

func TestADraftOfAnOldChildIsRefusedWhenItIsSubmitted(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2019-12-31")[0]
	id, err := c.Admission.SaveDraft(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
	c.Do(err)
	for range 2 {
		_, err = c.Admission.SubmitDraft(c.Ctx(), p.Actor(), id)
		if a := refusedFor(c, "application.age", register.RefusedAge, err); a.ID != id {
			t.Errorf("the draft %s was kept as %s", id, a.ID)
		}
	}
}

func TestADraftIsDroppedOrReplaced(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	draft := func() register.ID[preschool.Application] {
		id, err := c.Admission.SaveDraft(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
		c.Do(err)
		return id
	}
	dropped := draft()
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), p.Actor(), dropped))
	_, err := c.Admission.SubmitDraft(c.Ctx(), p.Actor(), dropped)
	c.Refused("application.not_submit", err)
	replaced := draft()
	id := c.Apply(p, "", town.Moon)
	if a := c.Application(replaced); a.State != preschool.ApplicationWithdrawn || a.Reason != "submitted_anew" || c.Application(id).State != preschool.ApplicationQueued {
		t.Errorf("the draft is %s (%s)", a.State, a.Reason)
	}
}

// A clerk refuses a paper application only on the grounds of the rules, and only one that came on paper.
func TestAClerkRefusesAPaperApplication(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	officer := town.Actor(access.Officer)
	p, q := c.Family("2023-05-06")[0], c.Family("2023-05-06")[0]
	sub := town.Submission(p.Child, "", town.Sun)
	sub.Source = register.FromCounter
	paper, err := c.Admission.SaveDraft(c.Ctx(), officer, sub)
	c.Do(err)
	online, err := c.Admission.SaveDraft(c.Ctx(), q.Actor(), town.Submission(q.Child, "", town.Sun))
	c.Do(err)
	c.Refused("application.refusal_ground", c.Admission.RefuseDraft(c.Ctx(), officer, online, register.RefusedIncomplete))
	c.Refused("application.refusal_ground", c.Admission.RefuseDraft(c.Ctx(), officer, paper, register.RefusedAge))
	c.Do(c.Admission.RefuseDraft(c.Ctx(), officer, paper, register.RefusedIncomplete))
	if a := c.Application(paper); a.State != preschool.ApplicationRefused || a.Reason != "incomplete" || a.Sequence == 0 {
		t.Errorf("refused: %+v", a)
	}
	c.Refused("application.not_refuse", c.Admission.RefuseDraft(c.Ctx(), officer, paper, register.RefusedRight))
}
