package town

import (
	"fmt"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// Person is a child with its guardian.
type Person struct {
	Guardian register.ID[register.Guardian]
	Child    register.ID[register.Child]
}

// Actor is the guardian.
func (p Person) Actor() access.Actor { return Guardian(p.Guardian) }

// IIN makes the next valid number for a birth date, as in "2023-05-06".
func (t *Town) IIN(birth string) string {
	century := "5"
	if birth < "2000" {
		century = "3"
	}
	for {
		t.people++
		body := strings.ReplaceAll(birth, "-", "")[2:] + century + fmt.Sprintf("%04d", t.people%10000)
		if digit, ok := register.ControlDigit(body); ok {
			return body + string(digit)
		}
	}
}

// Family registers a guardian with children of the birth dates.
func (t *Town) Family(births ...string) []Person {
	t.TB.Helper()
	var children []registry.NewChild
	for _, b := range births {
		children = append(children, registry.NewChild{IIN: t.IIN(b), BirthDate: civil.MustParseDate(b), Language: register.Russian, District: "north"})
	}
	done, err := t.Registry.RegisterFamily(t.Ctx(), Actor(access.Family), register.Guardian{IIN: t.IIN("1990-03-03")}, children)
	t.Do(err)
	var people []Person
	for _, c := range done.Children {
		people = append(people, Person{done.Guardian, c})
	}
	return people
}

// Submission is an application of the town's own people for kindergartens.
func Submission(child register.ID[register.Child], ground register.PriorityGroup, choices ...register.ID[register.Kindergarten]) admission.Submission {
	return admission.Submission{Child: child, Ground: ground, Choices: choices, Settlement: string(Authority), Source: "online"}
}

// Apply hands in an application.
func (t *Town) Apply(p Person, ground register.PriorityGroup, choices ...register.ID[register.Kindergarten]) register.ID[preschool.Application] {
	t.TB.Helper()
	id, err := t.Admission.SubmitApplication(t.Ctx(), p.Actor(), Submission(p.Child, ground, choices...))
	t.Do(err)
	return id
}

// Queue registers families of one child each, who apply one after the other.
func (t *Town) Queue(n int, birth string, ground register.PriorityGroup, choices ...register.ID[register.Kindergarten]) []register.ID[preschool.Application] {
	t.TB.Helper()
	var ids []register.ID[preschool.Application]
	for range n {
		ids = append(ids, t.Apply(t.Family(birth)[0], ground, choices...))
	}
	return ids
}

// Seats leaves so many seats of a birth year open in a kindergarten, and none in all groups of the kindergartens named
// by nobody yet: call it once with all that is free.
func (t *Town) Seats(open map[register.ID[register.Kindergarten]]map[int]int) {
	t.TB.Helper()
	var closings []registry.Closing
	for _, g := range t.Groups() {
		n := min(open[g.Kindergarten][g.BirthYear]+g.Placed, g.Seats)
		if closed := g.Seats - n; closed != g.Closed {
			t.reopen(g.ID)
			if closed > 0 {
				closings = append(closings, registry.Closing{Group: g.ID, Seats: closed, Reason: register.ClosedStaff, Act: "order"})
			}
		}
	}
	t.Do(t.Registry.CloseSeats(t.Ctx(), Actor(access.Officer), closings))
}

// reopen ends every closure of a group.
func (t *Town) reopen(g register.ID[register.Group]) {
	t.TB.Helper()
	var live []preschool.SeatClosure
	t.Read(func(r *store.Reader) (err error) {
		live, err = r.SeatClosuresOf(g)
		return err
	})
	for _, c := range live {
		t.Do(t.Registry.ReopenSeats(t.Ctx(), Actor(access.Officer), c.ID))
	}
}

// Open leaves seats for children of one birth year in one kindergarten, and none elsewhere.
func (t *Town) Open(k register.ID[register.Kindergarten], birth, seats int) {
	t.TB.Helper()
	t.Seats(map[register.ID[register.Kindergarten]]map[int]int{k: {birth: seats}})
}

// Groups are all groups of the town.
func (t *Town) Groups() []register.Group {
	t.TB.Helper()
	var groups []register.Group
	t.Read(func(r *store.Reader) (err error) {
		groups, err = r.Groups()
		return err
	})
	return groups
}

// Hold takes over a child who sits in a group (1 to 5) of a kindergarten since the first day.
func (t *Town) Hold(k register.ID[register.Kindergarten], groups ...int) {
	t.TB.Helper()
	var seats []admission.OpeningSeat
	for _, g := range groups {
		birth := fmt.Sprintf("%d-04-04", Births[g-1])
		seats = append(seats, admission.OpeningSeat{
			Guardian: register.Guardian{IIN: t.IIN("1988-02-02")}, Group: g,
			Child: register.Child{IIN: t.IIN(birth), BirthDate: civil.MustParseDate(birth), Language: register.Russian},
		})
	}
	t.Do(t.Admission.ImportOpening(t.Ctx(), Actor(access.Officer), k, seats))
}

// Read runs fn on the town's rows.
func (t *Town) Read(fn func(*store.Reader) error) {
	t.TB.Helper()
	t.Do(t.DB.View(t.Ctx(), Authority, fn))
}

// Application is an application as it stands.
func (t *Town) Application(id register.ID[preschool.Application]) preschool.Application {
	t.TB.Helper()
	var a preschool.Application
	t.Read(func(r *store.Reader) (err error) {
		a, err = r.Application(id)
		return err
	})
	return a
}

// Offers are the offers of an application, the oldest first.
func (t *Town) Offers(id register.ID[preschool.Application]) []preschool.Offer {
	t.TB.Helper()
	var offers []preschool.Offer
	t.Read(func(r *store.Reader) (err error) {
		offers, err = r.OffersOf(id)
		return err
	})
	return offers
}

// Last is the newest offer of an application; it ends the test when there is none.
func (t *Town) Last(id register.ID[preschool.Application]) preschool.Offer {
	t.TB.Helper()
	offers := t.Offers(id)
	if len(offers) == 0 {
		t.TB.Fatalf("application %s (%s) has no offer", id, t.Application(id).State)
	}
	return offers[len(offers)-1]
}

// Placement is the live placement of a child; it ends the test when there is none.
func (t *Town) Placement(child register.ID[register.Child]) preschool.Placement {
	t.TB.Helper()
	var p preschool.Placement
	t.Read(func(r *store.Reader) error {
		var found bool
		var err error
		if p, found, err = r.LivePlacement(child); err == nil && !found {
			err = fmt.Errorf("child %s is not placed", child)
		}
		return err
	})
	return p
}
