package admission_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// Nobody answers: that is a refusal which may be appealed further, marked once and counted in public.
func TestSilenceIsARefusal(t *testing.T) {
	t.Parallel()
	c, ids := refusedProof(t)
	r := complain(c, ids[2], register.AppealProof, string(ids[2]))
	child := c.Application(ids[2]).Child
	for night, silent := range map[string]bool{r.DecideBy.String(): false, r.DecideBy.AddDays(1).String(): true} {
		c, ids := refusedProof(t)
		complain(c, ids[2], register.AppealProof, string(ids[2]))
		c.At(night + " 23:00")
		c.Night()
		answers, err := c.Admission.AppealsOfChild(c.Ctx(), guardian(c, ids[2]), child)
		c.Do(err)
		if answers[0].Silent != silent || (answers[0].Next == admission.NextInstance) != silent || answers[0].State != preschool.AppealSubmitted {
			t.Errorf("%s: %+v", night, answers[0])
		}
		if list, err := c.Admission.AppealsToForward(c.Ctx(), officer); err != nil || list[0].Overdue != silent {
			t.Errorf("%s: %+v, %v", night, list, err)
		}
	}
}

// Refusing to take an appeal is forbidden: one that comes after three months is marked and taken.
func TestALateAppealIsTakenAndMarked(t *testing.T) {
	t.Parallel()
	for day, late := range map[string]bool{"2026-06-02 10:00": false, "2026-06-03 10:00": true} {
		c, ids := refusedProof(t)
		c.At(day)
		if r := complain(c, ids[2], register.AppealProof, string(ids[2])); r.Late != late {
			t.Errorf("%s: late %v", day, r.Late)
		}
	}
}

func TestWhatAnAppealIsAgainst(t *testing.T) {
	t.Parallel()
	c, ids := refusedProof(t)
	try := func(code string, who access.Actor, kind register.AppealKind, subject string) {
		t.Helper()
		_, err := c.Admission.SubmitAppeal(c.Ctx(), who, admission.Complaint{Kind: kind, Subject: subject})
		c.Refused(code, err)
	}
	try("appeal.kind", guardian(c, ids[2]), "weather", string(ids[2]))
	try("appeal.no_decision", guardian(c, ids[0]), register.AppealProof, string(ids[0]))
	try("appeal.no_decision", guardian(c, ids[2]), register.AppealRefusal, string(ids[2]))
	try("application.unknown", guardian(c, ids[2]), register.AppealProof, "nothing")
	try("offer.unknown", guardian(c, ids[2]), register.AppealOffer, "nothing")
	try("line.unknown", guardian(c, ids[2]), register.AppealDispute, "nothing")
	try("access.not_theirs", guardian(c, ids[0]), register.AppealProof, string(ids[2]))
	_, err := c.Admission.SubmitAppeal(c.Ctx(), guardian(c, ids[2]), admission.Complaint{Kind: register.AppealProof, Subject: string(ids[2]), Words: strings.Repeat("a", 8001)})
	c.Refused("appeal.words_long", err)
	r := complain(c, ids[2], register.AppealProof, string(ids[2]))
	c.Refused("access.not_theirs", c.Admission.WithdrawAppeal(c.Ctx(), guardian(c, ids[0]), r.Code))
	c.Do(c.Admission.WithdrawAppeal(c.Ctx(), guardian(c, ids[2]), r.Code))
	if again := complain(c, ids[2], register.AppealProof, string(ids[2])); again.Number != 2 || again.Before {
		t.Errorf("after the first was withdrawn: %+v", again)
	}
}

// A dispute that the kindergarten did not settle to the family's mind: upheld it is a duty of the payer.
func TestAnUpheldDisputeIsADutyOfThePayer(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 1)
	c.Norm()
	c.Attend(town.Sun, civil.MustParseDate("2026-01-05"), "P")
	c.At("2026-02-02 10:00")
	c.Sign(town.Sun, "2026-01")
	line := c.Lines(town.Sun, "2026-01")[0]
	who := town.Guardian(line.Guardian)
	dispute := admission.Complaint{Kind: register.AppealDispute, Subject: string(line.ID), Words: "The child was ill."}
	_, err := c.Admission.SubmitAppeal(c.Ctx(), who, dispute)
	c.Refused("appeal.no_decision", err)
	c.Do(c.Answer(line, civil.MustParseDate("2026-01-06")))
	c.Do(c.Funding.CorrectLine(c.Ctx(), town.Staff(town.Sun), line.ID, register.Unjustified))
	r, err := c.Admission.SubmitAppeal(c.Ctx(), who, dispute)
	c.Do(err)
	settle(c, r, true)
	duties, err := c.Admission.DisputeDuties(c.Ctx(), town.Actor(access.Payer))
	if err != nil || len(duties) != 1 || duties[0].Line != line.ID || duties[0].Number != r.Number {
		t.Errorf("%+v, %v", duties, err)
	}
}

// Counts of appeals are public, and small ones are not shown, nor what would tell them.
func TestAppealsAreCountedInPublic(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 0)
	c.At("2026-03-02 08:00")
	ids := c.Queue(13, "2023-05-06", register.LargeFamily, town.Sun)
	for i, id := range ids {
		c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(id), false))
		settle(c, complain(c, id, register.AppealProof, string(id)), i == 0)
	}
	p, err := c.Admission.Protocol(c.Ctx(), town.Actor(access.Public), civil.MustParseMonth("2026-03"))
	c.Do(err)
	for _, a := range p.Appeals {
		if a.Kind != register.AppealProof {
			continue
		}
		if !a.Appeals.Hidden { // 1 upheld and 12 dismissed: the twelve would tell the one
			t.Errorf("%s: %d is shown", a.State, a.Appeals.N)
		}
		if a.Overdue.Hidden || a.Overdue.N != 0 {
			t.Errorf("%s: overdue %+v", a.State, a.Overdue)
		}
	}
}
