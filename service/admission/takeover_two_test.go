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
	"github.com/balajol/balajol/store"
)

// favour is a list of one line that an officer alone would like to bring in: an old date, and a class that nobody checked.
func favour(t *testing.T) (*town.Town, func() preschool.TakeoverLine, preschool.TakeoverBatch) {
	t.Helper()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 09:00")
	c.Codes()
	rep := load(c, listOf(c, preschool.TakeoverQueue, [][]string{
		{"Дата регистрации", "ИИН ребёнка", "ИИН родителя", "Телефон", "Льгота", "Льгота подтверждена", "Детский сад"},
		{"03.09.2024", c.IIN("2023-05-06"), c.IIN("1990-03-03"), "87001234567", "военнослужащий", "да", "sun"},
	}))
	if len(rep.Unused) != 1 || rep.Unused[0] != "Льгота подтверждена" {
		t.Fatalf("not read: %v", rep.Unused)
	}
	var b preschool.TakeoverBatch
	line := func() (l preschool.TakeoverLine) {
		c.Read(func(r *store.Reader) (err error) {
			if b, err = r.Takeover(rep.Batch); err == nil {
				l, err = r.TakeoverLine(rep.Batch, 2)
			}
			return err
		})
		return l
	}
	line()
	return c, line, b
}

// One person alone brings nobody in: no code goes out, none would be taken, and the round passes the line over. Neither the same
// person in another role nor the hash of another file approves it.
func TestOnePersonBringsNobodyIn(t *testing.T) {
	t.Parallel()
	c, line, b := favour(t)
	l, approver := line(), town.Actor(access.Approver)
	if l.CodeSHA256 != "" || !l.ConfirmBy.IsZero() || len(c.Codes()) != 0 {
		t.Errorf("a code before the second person's word: %+v", l)
	}
	c.Refused("takeover.not_approved", c.Admission.ResendTakeoverCode(c.Ctx(), town.Actor(access.Officer), b.ID, 2))
	same := approver
	same.ID = b.LoadedBy
	_, _, err := c.Admission.ApproveTakeover(c.Ctx(), same, b.ID, b.SHA256)
	c.Refused("takeover.second_person", err)
	_, _, err = c.Admission.ApproveTakeover(c.Ctx(), approver, b.ID, strings.Repeat("0", 64))
	c.Refused("takeover.other_file", err)
	c.At("2026-03-03 06:00")
	c.Morning()
	if a := c.Application(l.Application); a.State != preschool.ApplicationQueued || !a.Unconfirmed {
		t.Errorf("after a round: %s, unconfirmed %v", a.State, a.Unconfirmed)
	}
}

// Should a code of a list ever be known before its approval, it opens nothing.
func TestACodeOfAListThatNobodyApproved(t *testing.T) {
	t.Parallel()
	c, line, _ := favour(t)
	l := line()
	l.CodeSHA256 = admission.CodeHash("01234-56789")
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		return tx.SaveTakeoverLine(town.Actor(access.Officer), l, store.Cause{Event: "takeover.code_renewed"})
	}))
	_, err := c.Admission.ConfirmTakeover(c.Ctx(), town.Guardian(c.Application(l.Application).Guardian), "01234-56789")
	c.Refused("takeover.not_approved", err)
	if !c.Application(l.Application).Unconfirmed {
		t.Error("refused, and confirmed all the same")
	}
}

// A correction is worth what a list is worth: nothing on one person's word. It takes the turn of its old number, and no code goes
// out before the second person's word.
func TestACorrectionNeedsTwo(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Codes()
	list := oldQueue(c, 2, func(line int, cells []string) {
		if line == 2 {
			cells[3] = wrong(cells[3])
		}
	})
	rep := load(c, list)
	approve(c, rep, list)
	officer, approver := town.Actor(access.Officer), town.Actor(access.Approver)
	cells := map[string]string{"registered": "02.09.2024", "child_iin": c.IIN("2023-05-06"), "guardian_iin": c.IIN("1990-03-03"), "phone": "87001112233", "choices": "sun", "ground": "военнослужащий"}
	_, err := c.Admission.CorrectTakeoverLine(c.Ctx(), officer, rep.Batch, 2, cells)
	c.Do(err)
	if len(c.Codes()) != 1 {
		t.Errorf("%d codes went out; one line is approved", len(c.Codes()))
	}
	c.Refused("takeover.not_confirm", c.Admission.ResendTakeoverCode(c.Ctx(), officer, rep.Batch, 2))
	work, err := c.Admission.TakeoverWorklist(c.Ctx(), approver)
	if err != nil || len(work) != 1 || work[0].CorrectedBy != officer.ID || work[0].Registered.String() != "2024-09-02" || work[0].Ground != register.Military {
		t.Fatalf("the second person sees %+v, %v", work, err)
	}
	same := approver
	same.ID = officer.ID
	_, err = c.Admission.ApproveTakeoverLine(c.Ctx(), same, rep.Batch, 2)
	c.Refused("takeover.second_person", err)
	unsent, err := c.Admission.ApproveTakeoverLine(c.Ctx(), approver, rep.Batch, 2)
	if err != nil || unsent || len(c.Codes()) != 2 {
		t.Errorf("%v, %v, %d codes", unsent, err, len(c.Codes()))
	}
	_, err = c.Admission.ApproveTakeoverLine(c.Ctx(), approver, rep.Batch, 3)
	c.Refused("takeover.not_approve", err)
}

// A class of an old list is claimed, whatever the list says of its proof. Its check begins with the family's word, and is the
// usual one; no register is asked before.
func TestAClassOfAnOldListIsCheckedLikeAnyOther(t *testing.T) {
	t.Parallel()
	c, line, b := favour(t)
	id, officer := line().Application, town.Actor(access.Officer)
	claimed := func(due string) {
		t.Helper()
		a := c.Application(id)
		if a.Proof != preschool.ProofClaimed || a.ProofDue.String() != due || a.Counts() != register.General {
			t.Errorf("%s until %q, counts as %s", a.Proof, a.ProofDue, a.Counts())
		}
	}
	tasks := func(want int) {
		t.Helper()
		if list, err := c.Admission.ProofTasks(c.Ctx(), officer); err != nil || len(list) != want {
			t.Errorf("%d checks wait, want %d, %v", len(list), want, err)
		}
	}
	claimed("")
	tasks(0)
	c.At("2026-03-20 09:00") // later than any check lasts
	c.Night()
	claimed("")
	_, _, err := c.Admission.ApproveTakeover(c.Ctx(), town.Actor(access.Approver), b.ID, b.SHA256)
	c.Do(err)
	for guardian, code := range c.Codes() {
		_, err := c.Admission.ConfirmTakeover(c.Ctx(), town.Guardian(register.ID[register.Guardian](guardian)), code)
		c.Do(err)
	}
	day := civil.MustParseDate("2026-03-20")
	if a := c.Application(id); a.Unconfirmed || !a.ProofDue.After(day) {
		t.Errorf("unconfirmed %v, to check by %s", a.Unconfirmed, a.ProofDue)
	}
	tasks(1)
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(id), true))
	if a := c.Application(id); a.Proof != preschool.ProofVerified {
		t.Errorf("after the check: %s", a.Proof)
	}
}
