package round

import (
	"fmt"
	"slices"
	"strings"
)

// Criterion is a word by which two applications of one queue are compared, in the notation of a profile's queue.order.
//
// Besides the words below there are three forms with a name: "points:stage" is a stage of the table of points, more before
// less; "fact:name" is a number among the application's facts, less before more; "fact:-name" is more before less. Whoever
// lacks the number stands behind those who have it.
type Criterion string

// The criteria without a name.
const (
	ByRegistration Criterion = "registered_at" // the instant of the application
	ByLottery      Criterion = "lottery"       // the draw from Ordering.Seed
	BySibling      Criterion = "sibling"       // a brother or sister has a seat in the kindergarten
	ByResidence    Criterion = "residence"     // the fact "residence": its place in Ordering.Residence
	ByTerritory    Criterion = "territory"     // lives in the kindergarten's own territory
	ByCategory     Criterion = "category"      // the oldest year of birth first, in it the strongest class: CategoryOf
	ByGuarantee    Criterion = "guarantee"     // the day by which a seat is promised, earlier first
	ByBirthDate    Criterion = "birth_date"    // the older child first
)

// The two that end every list, so that no two applications are equal.
const (
	bySequence    Criterion = "sequence"    // the server's counter, at equal instants
	byApplication Criterion = "application" // the application's id, at equal counters
)

// Criteria lists the criteria without a name.
var Criteria = []Criterion{ByRegistration, ByLottery, BySibling, ByResidence, ByTerritory, ByCategory, ByGuarantee, ByBirthDate}

// CriterionKinds lists what may decide between two applications: Criterion.Kind of every criterion, and the two that end the
// list.
var CriterionKinds = []string{
	"registered_at", "lottery", "sibling", "residence", "territory", "category", "guarantee", "birth_date", "points", "fact", "sequence",
	"application",
}

// Kind is the criterion without its name: "points:1" is of the kind "points", "fact:-age" of "fact".
func (c Criterion) Kind() string {
	kind, _, _ := strings.Cut(string(c), ":")
	return kind
}

// Name is what stands behind the kind: the stage, or the fact without its sign; "" for a criterion without a name.
func (c Criterion) Name() string {
	_, name, _ := strings.Cut(string(c), ":")
	if c.Kind() == "fact" {
		name = strings.TrimPrefix(name, "-")
	}
	return name
}

// check refuses what is no criterion.
func (c Criterion) check() error {
	named := c.Kind() == "points" || c.Kind() == "fact"
	if named && c.Name() != "" || slices.Contains(Criteria, c) {
		return nil
	}
	return fmt.Errorf("check ordering: %q is no criterion", c)
}

// Reason is the reason that a criterion gives: the word itself.
func (c Criterion) Reason() Reason { return Reason(c) }

// Criterion is the criterion that a reason names; false for a turn of the pattern, and before the draw.
func (r Reason) Criterion() (Criterion, bool) {
	c := Criterion(r)
	return c, slices.Contains(CriterionKinds, c.Kind())
}
