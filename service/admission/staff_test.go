package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// The head asks for a grandchild of the staff that stands in the queue; an officer checks; the family gets an offer like any
// other, and the protocol marks it.
func TestAChildOfTheStaffIsAdmittedThroughTheBase(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"kz-classic-2025", "kz-voucher-2026"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := town.New(t, name)
			c.Open(town.Sun, 2023, 1)
			ids := c.Queue(2, "2023-05-06", "", town.Moon)
			c.At("2026-03-02 09:00")
			head, officer := town.Staff(town.Sun), town.Actor(access.Officer)
			asked, err := c.Admission.AskStaffAdmission(c.Ctx(), head, ids[1], register.StaffGrandchild, "sun-g01")
			c.Do(err)
			_, err = c.Admission.AskStaffAdmission(c.Ctx(), head, ids[1], register.StaffGrandchild, "sun-g01")
			c.Refused("staff_admission.live", err)
			if len(c.Offers(ids[1])) != 0 {
				t.Fatal("a request alone gives nothing")
			}
			c.Refused("access.role", c.Admission.VerifyStaffAdmission(c.Ctx(), head, asked, true))
			same := officer
			same.ID = head.ID
			c.Refused("staff_admission.same_person", c.Admission.VerifyStaffAdmission(c.Ctx(), same, asked, true))
			c.Do(c.Admission.VerifyStaffAdmission(c.Ctx(), officer, asked, true))
			c.Refused("staff_admission.not_verify", c.Admission.VerifyStaffAdmission(c.Ctx(), officer, asked, true))
			if o := c.Last(ids[1]); o.Source != preschool.FromStaff || o.State != preschool.OfferOpen || !o.Round.IsZero() {
				t.Fatalf("%s, %s, round %q", o.Source, o.State, o.Round)
			}
			sound(c)
			c.Accept(ids[1])
			c.Do(c.Enrol(ids[1]))
			if p := c.Placement(c.Application(ids[1]).Child); p.Source != preschool.PlacedByStaff || p.Kindergarten != town.Sun {
				t.Errorf("by %s in %s", p.Source, p.Kindergarten)
			}
			c.Read(func(r *store.Reader) error {
				v, found, err := r.LiveVoucher(c.Application(ids[1]).Child)
				if found != (name == "kz-voucher-2026") || found && (v.State != preschool.VoucherActivated || v.Source != preschool.VoucherFromStaff) {
					t.Errorf("voucher %v, %s, %s", found, v.State, v.Source)
				}
				return err
			})
			sound(c)
			p, err := c.Admission.Protocol(c.Ctx(), town.Actor(access.Public), civil.MustParseMonth("2026-03"))
			if err != nil || len(p.Staff) != 1 || p.Staff[0].Kindergarten != town.Sun {
				t.Errorf("the protocol marks %+v, %v", p.Staff, err)
			}
		})
	}
}

// A code tells a kindergarten nothing: whatever does not fit gets one answer.
func TestWhatAHeadMayAskFor(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 09:00")
	id, older := c.Queue(1, "2023-05-06", "", town.Moon)[0], c.Queue(1, "2022-05-06", "", town.Moon)[0]
	ask := func(code string, actor access.Actor, id register.ID[preschool.Application], relation register.StaffRelation, group register.ID[register.Group]) {
		t.Helper()
		_, err := c.Admission.AskStaffAdmission(c.Ctx(), actor, id, relation, group)
		c.Refused(code, err)
	}
	sun := town.Staff(town.Sun)
	ask("access.not_theirs", town.Staff(town.Moon), id, register.StaffChild, "sun-g01")
	ask("staff_admission.relation", sun, id, "neighbour", "sun-g01")
	ask("staff_admission.no_application", sun, "nothing", register.StaffChild, "sun-g01")
	ask("staff_admission.no_application", sun, older, register.StaffChild, "sun-g01")
	ask("staff_admission.no_vacancy", sun, older, register.StaffChild, "sun-g02")
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), guardian(c, id), id))
	ask("staff_admission.no_application", sun, id, register.StaffChild, "sun-g01")

	for figure, value := range map[string]any{"staff.admission": false, "staff.relations": []string{"grandchild"}} {
		l := town.Under(t, profile(t, "kz-classic-2025", figure, value))
		l.Open(town.Sun, 2023, 1)
		id := l.Queue(1, "2023-05-06", "", town.Moon)[0]
		if _, err := l.Admission.AskStaffAdmission(l.Ctx(), sun, id, register.StaffChild, "sun-g01"); err == nil {
			t.Errorf("%s = %v changes nothing", figure, value)
		}
	}
}

// The seat may be gone until the officer has checked; a false relation gives nothing; a declined offer costs nothing.
func TestAStaffAdmissionIsNoPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 07:00")
	ids := c.Queue(2, "2023-05-06", "", town.Sun)
	asked, err := c.Admission.AskStaffAdmission(c.Ctx(), town.Staff(town.Sun), ids[1], register.StaffChild, "sun-g01")
	c.Do(err)
	c.Morning() // the queue's first child is offered the seat
	c.Refused("staff_admission.no_vacancy", c.Admission.VerifyStaffAdmission(c.Ctx(), town.Actor(access.Officer), asked, true))
	c.Do(c.Admission.VerifyStaffAdmission(c.Ctx(), town.Actor(access.Officer), asked, false))
	wantState(t, c, ids[1], preschool.ApplicationQueued)
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
	if asked, err = c.Admission.AskStaffAdmission(c.Ctx(), town.Staff(town.Sun), ids[1], register.StaffChild, "sun-g01"); err != nil {
		t.Fatal(err)
	}
	c.Do(c.Admission.VerifyStaffAdmission(c.Ctx(), town.Actor(access.Officer), asked, true))
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, ids[1]), c.Last(ids[1]).ID))
	wantState(t, c, ids[1], preschool.ApplicationQueued)
	c.Read(func(r *store.Reader) error {
		queue, err := r.QueuesNow()
		if len(queue) != 1 || queue[0].Application != ids[1] {
			t.Errorf("%+v", queue)
		}
		return err
	})
	sound(c)
}

// The seat of a child of the staff lasts as long as the family or the head lets it; others do not leave on that ground.
func TestEmploymentEndsOnlyAStaffAdmission(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Hold(town.Moon, 1)
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 09:00")
	id := c.Queue(1, "2023-05-06", "", town.Moon)[0]
	asked, err := c.Admission.AskStaffAdmission(c.Ctx(), town.Staff(town.Sun), id, register.StaffChild, "sun-g01")
	c.Do(err)
	c.Do(c.Admission.VerifyStaffAdmission(c.Ctx(), officer, asked, true))
	c.Accept(id)
	c.Do(c.Enrol(id))
	c.At("2026-03-10 09:00")
	c.Night()
	live, err := c.Admission.LivePlacements(c.Ctx(), officer)
	c.Do(err)
	c.Refused("placement.not_staff", c.Admission.EndPlacement(c.Ctx(), town.Staff(town.Moon), live[0].ID, admission.EmploymentEnded))
	c.Do(c.Admission.EndPlacement(c.Ctx(), town.Staff(town.Sun), live[1].ID, admission.EmploymentEnded))
	sound(c)
}
