package admission_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// certified queues a general family and after it one with a certificate of a day, verified on the same morning.
func certified(c *town.Town, issued string) (general, soldier register.ID[preschool.Application]) {
	c.TB.Helper()
	general = c.Queue(1, "2023-05-06", "", town.Sun)[0]
	p := c.Family("2023-05-06")[0]
	sub := town.Submission(p.Child, register.Military, town.Sun)
	sub.Issued = civil.MustParseDate(issued)
	soldier, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
	c.Do(err)
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(soldier), true))
	return general, soldier
}

// A certificate of service counts for a month from its issue; then the application stands in the general queue by its own date,
// until a newer one is verified.
func TestACertificateRunsOutAndIsRenewed(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	officer := town.Actor(access.Officer)
	c.At("2026-03-10 09:00")
	general, soldier := certified(c, "2026-03-02")
	owner := town.Guardian(c.Application(soldier).Guardian)
	inOrder(t, c, soldier, general)
	if last := c.Application(soldier).ProofValid; last != civil.MustParseDate("2026-04-02") {
		t.Errorf("it counts until %s", last)
	}
	c.At("2026-04-02 05:00")
	c.Night()
	inOrder(t, c, soldier, general)
	c.At("2026-04-03 05:00")
	c.Night()
	inOrder(t, c, general, soldier)
	if a := c.Application(soldier); a.Proof != preschool.ProofExpired || a.State != preschool.ApplicationQueued {
		t.Errorf("after its last day: %s, %s", a.Proof, a.State)
	}
	c.At("2026-04-03 09:00")
	c.Refused("proof.out_of_date", c.Admission.RenewProof(c.Ctx(), owner, soldier, civil.MustParseDate("2026-03-02")))
	c.Do(c.Admission.RenewProof(c.Ctx(), owner, soldier, civil.MustParseDate("2026-04-03")))
	inOrder(t, c, general, soldier)
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(soldier), true))
	inOrder(t, c, soldier, general)
}

// Whoever renews in time does not lose a day, unless the newer certificate is still unchecked when the older one ends.
func TestARenewalInTime(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		checked string // by the officer on 1 April, or not at all
		after   []int  // order of general (0) and soldier (1) after the last day of the first certificate
		proof   preschool.ProofState
	}{{"genuine", []int{1, 0}, preschool.ProofVerified}, {"false", []int{0, 1}, preschool.ProofExpired}, {"", []int{0, 1}, preschool.ProofClaimed}} {
		c := town.New(t, "kz-classic-2025")
		c.At("2026-03-10 09:00")
		general, soldier := certified(c, "2026-03-02")
		ids := []register.ID[preschool.Application]{general, soldier}
		c.At("2026-03-31 09:00")
		c.Do(c.Admission.RenewProof(c.Ctx(), town.Guardian(c.Application(soldier).Guardian), soldier, civil.MustParseDate("2026-03-31")))
		c.At("2026-04-01 09:00")
		if row.checked != "" {
			c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(soldier), row.checked == "genuine"))
		}
		inOrder(t, c, soldier, general)
		c.At("2026-04-03 05:00")
		c.Night()
		inOrder(t, c, ids[row.after[0]], ids[row.after[1]])
		if got := c.Application(soldier).Proof; got != row.proof {
			t.Errorf("renewal %q: proof %s, want %s", row.checked, got, row.proof)
		}
	}
}

// A class that turns out to be false costs what was offered by it: the application returns to the general queue by its own date.
func TestAFalseClassCostsItsOffer(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	general, soldier := certified(c, "2026-01-05")
	c.Morning()
	if len(c.Offers(soldier)) != 1 || len(c.Offers(general)) != 0 {
		t.Fatal("the soldier's child is served first")
	}
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(soldier), false))
	if o := c.Last(soldier); o.State != preschool.OfferAnnulled || o.AnnulledWhy != "false_class" {
		t.Errorf("the offer is %s (%s)", o.State, o.AnnulledWhy)
	}
	inOrder(t, c, general, soldier)
	c.At("2026-01-06 09:00")
	c.Morning()
	if len(c.Offers(general)) != 1 || len(c.Offers(soldier)) != 1 {
		t.Error("the seat goes to the one who stands first")
	}
}

func TestAGroundIsClaimedLater(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	officer := town.Actor(access.Officer)
	ids := c.Queue(2, "2023-05-06", "", town.Sun)
	owner := town.Guardian(c.Application(ids[1]).Guardian)
	none := civil.Date{}
	c.Refused("application.ground", c.Admission.ClaimGround(c.Ctx(), owner, ids[1], "astronaut", none))
	c.Do(c.Admission.ClaimGround(c.Ctx(), owner, ids[1], register.LargeFamily, none))
	inOrder(t, c, ids[0], ids[1])
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(ids[1]), false))
	c.Do(c.Admission.ClaimGround(c.Ctx(), owner, ids[1], register.Orphan, none))
	c.Do(c.Admission.VerifyProof(c.Ctx(), officer, town.Proof(ids[1]), true))
	inOrder(t, c, ids[1], ids[0])
	c.Refused("proof.not_claim", c.Admission.ClaimGround(c.Ctx(), owner, ids[1], register.LargeFamily, none))
	c.Refused("proof.no_certificate", c.Admission.RenewProof(c.Ctx(), owner, ids[1], none))
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), owner, ids[1]))
	c.Refused("application.not_change", c.Admission.ClaimGround(c.Ctx(), owner, ids[1], register.Orphan, none))
}

// Registers confirm what they know; the rest, and everything when they are silent, is left to the officer.
func TestRegistersAreAsked(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	system := town.Actor(access.System)
	grounds := []register.PriorityGroup{register.LargeFamily, register.Orphan, register.DisabledChild, register.Military}
	var ids []register.ID[preschool.Application]
	for _, g := range grounds {
		ids = append(ids, c.Queue(1, "2023-05-06", g, town.Sun)...)
	}
	for i, f := range []gateway.Finding{gateway.Genuine, gateway.NotGenuine, gateway.Unknown, gateway.Genuine} {
		c.Evidence.Tell(c.Application(ids[i]).Child, f)
	}
	ask := func() int {
		n, err := c.Admission.AskRegisters(c.Ctx(), system)
		c.Do(err)
		return n
	}
	c.Evidence.Down(true)
	if n := ask(); n != 0 {
		t.Errorf("a silent register found %d", n)
	}
	c.Evidence.Down(false)
	if n := ask(); n != 2 {
		t.Errorf("found %d, want 2", n)
	}
	var got []preschool.ProofState
	for _, id := range ids {
		got = append(got, c.Application(id).Proof)
	}
	want := []preschool.ProofState{preschool.ProofVerified, preschool.ProofRefused, preschool.ProofClaimed, preschool.ProofClaimed}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the data of the military are closed, an unknown child waits for the officer (-want +got):\n%s", diff)
	}
	owner := town.Guardian(c.Application(ids[1]).Guardian)
	c.Do(c.Admission.ClaimGround(c.Ctx(), owner, ids[1], register.Orphan, civil.Date{}))
	if n := ask(); n != 0 || c.Application(ids[1]).Proof != preschool.ProofClaimed {
		t.Errorf("claimed again after a register's no: found %d; an officer looks", n)
	}
	tasks, err := c.Admission.ProofTasks(c.Ctx(), town.Actor(access.Officer))
	if err != nil || len(tasks) != 3 || !slices.ContainsFunc(tasks, func(t admission.ProofTask) bool { return t.RegisterNo }) {
		t.Errorf("the officer's list: %+v, %v", tasks, err)
	}
}

// The officer of proofs sees evidence and days, neither position nor choices nor the date of registration (what a type does not
// hold, nobody can show).
func TestAProofTaskHoldsNoPositionAndNoChoices(t *testing.T) {
	t.Parallel()
	for _, typ := range []reflect.Type{reflect.TypeFor[admission.ProofTask](), reflect.TypeFor[admission.ProofDocument]()} {
		for i := range typ.NumField() {
			name := strings.ToLower(typ.Field(i).Name)
			for _, hidden := range []string{"position", "number", "choice", "kindergarten", "registered", "sequence", "queue", "family", "guardian", "scan"} {
				if strings.Contains(name, hidden) || strings.Contains(strings.ToLower(typ.Field(i).Type.String()), "kindergarten") {
					t.Errorf("%s shows %s", typ, typ.Field(i).Name)
				}
			}
		}
	}
	c := town.New(t, "kz-classic-2025")
	_, soldier := certified(c, "2026-01-05")
	officer := town.Actor(access.Officer)
	for days, want := range map[int]int{10: 0, 60: 1} {
		list, err := c.Admission.ProofsRunningOut(c.Ctx(), officer, days)
		if err != nil || len(list) != want || want == 1 && list[0].Task != town.Proof(soldier) {
			t.Errorf("in %d days %d run out, %v", days, len(list), err)
		}
	}
	own, err := c.Admission.MyApplications(c.Ctx(), town.Guardian(c.Application(soldier).Guardian))
	if err != nil || own[0].Renew.IsZero() {
		t.Errorf("the family sees what it is to renew: %+v, %v", own, err)
	}
}

// A class never blocks a seat while it is unproven: whatever is claimed, refused and run out, the round gives as if nobody had
// claimed anything, and no seat stands empty.
func TestAClassNeverBlocksASeatWhileUnproven(t *testing.T) {
	t.Parallel()
	grounds := append(slices.Clone(register.PriorityGroups), "")
	for _, name := range []string{"kz-classic-2025", "kz-voucher-2026"} {
		for seed := range uint64(6) {
			dice := rand.New(rand.NewPCG(seed, 7))
			c := town.New(t, name)
			seats := 1 + dice.IntN(5)
			c.Open(town.Sun, 2023, seats)
			var ids []register.ID[preschool.Application]
			for range 6 {
				id := c.Queue(1, "2023-05-06", grounds[dice.IntN(len(grounds))], town.Sun)[0]
				if c.Application(id).Proof == preschool.ProofClaimed && dice.IntN(2) == 0 {
					c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), false))
				}
				ids = append(ids, id)
			}
			if dice.IntN(2) == 0 {
				c.At("2026-02-02 09:00") // every term of a check has run out
			}
			c.Morning()
			for i, id := range ids {
				if offered := len(c.Offers(id)) == 1; offered != (i < seats) {
					a := c.Application(id)
					t.Errorf("%s, seed %d: child %d of 6 for %d seats (%s %s): offered is %v", name, seed, i+1, seats, a.Ground, a.Proof, offered)
				}
			}
		}
	}
}
