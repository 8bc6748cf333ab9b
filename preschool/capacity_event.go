package preschool

import (
	"slices"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// CapacityEventState is where a capacity event stands.
type CapacityEventState string

// The states of a capacity event.
const (
	CapacityRecorded   CapacityEventState = "recorded"
	CapacityCarriedOut CapacityEventState = "carried_out"
	CapacityCancelled  CapacityEventState = "cancelled"
)

// CapacityEventTable is the life of a capacity event.
var CapacityEventTable = Table{
	Noun: "capacity_event", Start: "recorded",
	States: []string{"recorded", "carried_out", "cancelled"},
	Steps:  []Step{{"recorded", "carry_out", "carried_out"}, {"recorded", "cancel", "cancelled"}},
}

// CapacityEvent is what changes the seats, the name or the type of a kindergarten from a day on, with the legal act behind
// it. It is public.
//
//	opening         a new group: Seats, BirthYear, Language, NewKind (of the group)
//	expansion       Seats more in Group
//	reduction       Seats less in Group, of those that are vacant on the day
//	closure         of Group, or of the whole kindergarten: its children move to other seats
//	merger          as a closure; the children move Into another kindergarten first
//	renovation      Seats of Group (0: all that are vacant) stay closed until To; without Group those of every group
//	renaming        NewName; the old one is kept among the former names
//	change_of_type  NewKind of the kindergarten, or of the empty Group
type CapacityEvent struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[CapacityEvent]
	Kindergarten register.ID[register.Kindergarten]
	Kind         register.CapacityEventKind
	State        CapacityEventState
	From         civil.Date // the day on which it is carried out
	To           civil.Date // last day of a renovation
	Group        register.ID[register.Group]
	Seats        int
	Into         register.ID[register.Kindergarten]
	NewName      string
	NewKind      string
	BirthYear    int
	Language     register.Language
	Act          string
	RecordedBy   string
	CarriedOutOn civil.Date
}

// Scope returns the authority.
func (e CapacityEvent) Scope() register.ID[register.Authority] { return e.Authority }

// Check refuses an event that lacks what its kind needs, has no act, or lies in the past.
func (e CapacityEvent) Check(today civil.Date) error {
	wrong := func(field string) error {
		return (&register.Error{Kind: register.Invalid, Code: "capacity_event.incomplete", Field: field}).With("field", field)
	}
	switch {
	case e.From.Before(today):
		return &register.Error{Kind: register.Invalid, Code: "capacity_event.past", Field: "from"}
	case e.Act == "":
		return wrong("act")
	case e.Seats < 0:
		return wrong("seats")
	}
	if field := e.lacks(); field != "" {
		return wrong(field)
	}
	return nil
}

// need is a field that an event's kind asks for.
type need struct {
	missing bool
	field   string
}

// lacks names the field that the event's kind needs and has not, or "".
func (e CapacityEvent) lacks() string {
	var needs []need
	switch e.Kind {
	case register.CapacityOpening:
		needs = []need{
			{e.Seats == 0, "seats"}, {e.BirthYear == 0, "birth_year"}, {!slices.Contains(register.Languages, e.Language), "language"},
			{!slices.Contains(register.GroupKinds, register.GroupKind(e.NewKind)), "new_kind"},
		}
	case register.CapacityExpansion, register.CapacityReduction:
		needs = []need{{e.Group == "", "group"}, {e.Seats == 0, "seats"}}
	case register.CapacityRenovation:
		needs = []need{{e.To.IsZero() || e.To.Before(e.From), "to"}}
	case register.CapacityMerger:
		needs = []need{{e.Into == "" || e.Into == e.Kindergarten, "into"}}
	case register.CapacityRenaming:
		needs = []need{{e.NewName == "", "new_name"}}
	case register.CapacityChangeType:
		ofGroup := e.Group != "" && slices.Contains(register.GroupKinds, register.GroupKind(e.NewKind))
		ofSite := e.Group == "" && slices.Contains(register.KindergartenKinds, register.KindergartenKind(e.NewKind))
		needs = []need{{!ofGroup && !ofSite, "new_kind"}}
	default:
		needs = []need{{e.Kind != register.CapacityClosure, "kind"}}
	}
	for _, n := range needs {
		if n.missing {
			return n.field
		}
	}
	return ""
}

// Fits refuses what would take seats from the children of the event's group.
func (e CapacityEvent) Fits(g register.Group) error {
	switch {
	case e.Kind == register.CapacityReduction && (e.Seats > g.Vacant() || e.Seats >= g.Seats):
		return register.Refuse(register.Conflict, "capacity_event.taken").With("vacant", strconv.Itoa(min(g.Vacant(), g.Seats-1)))
	case e.Kind == register.CapacityChangeType && g.Placed+g.Offered > 0:
		return register.Refuse(register.Conflict, "capacity_event.group_in_use")
	}
	return nil
}

// CarryOut marks that the event's day came.
func (e CapacityEvent) CarryOut(today civil.Date) (CapacityEvent, error) {
	to, err := next(CapacityEventTable, e.State, "carry_out")
	if err != nil {
		return e, err
	}
	if today.Before(e.From) {
		return e, register.Refuse(register.Conflict, "capacity_event.early").With("from", e.From.String())
	}
	e.State, e.CarriedOutOn = to, today
	return e, nil
}

// Cancel takes the event back, before its day only.
func (e CapacityEvent) Cancel(today civil.Date) (CapacityEvent, error) {
	to, err := next(CapacityEventTable, e.State, "cancel")
	if err != nil {
		return e, err
	}
	if !today.Before(e.From) {
		return e, register.Refuse(register.Conflict, "capacity_event.late").With("from", e.From.String())
	}
	e.State = to
	return e, nil
}
