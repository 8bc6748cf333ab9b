package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Criterion is a word that orders applications inside a class. They are compared one after the other; the instant of
// registration, the server's counter and the application's id always end the list, so that no two are equal.
//
// Besides the words below there are three forms with a name: "points:stage" is the sum of a stage of points.table, more before
// less; "fact:name" is a number that the family's application carries, less before more ("fact:income"); "fact:-name" is more
// before less.
type Criterion string

// The criteria without a name.
const (
	ByRegistration Criterion = "registered_at" // the instant of submission, then the server's counter
	ByLottery      Criterion = "lottery"       // a seeded draw
	BySibling      Criterion = "sibling"       // a brother or sister has a seat in the kindergarten
	ByResidence    Criterion = "residence"     // the tier of the place of residence: queue.residence_tiers
	ByTerritory    Criterion = "territory"     // lives in the kindergarten's own district
	ByCategory     Criterion = "category"      // the number of the category: queue.categories
	ByGuarantee    Criterion = "guarantee"     // the day by which the law promises a seat, earlier first
	ByBirthDate    Criterion = "birth_date"    // older first
)

// CriterionWords lists the criteria without a name.
var CriterionWords = []Criterion{ByRegistration, ByLottery, BySibling, ByResidence, ByTerritory, ByCategory, ByGuarantee, ByBirthDate}

const (
	pointsPrefix = "points:"
	factPrefix   = "fact:"
)

// ParseCriterion reads a word, "points:stage", "fact:name" or "fact:-name".
func ParseCriterion(text string) (Criterion, error) {
	c := Criterion(text)
	stage, isStage := c.Stage()
	fact, _, isFact := c.Fact()
	switch {
	case slices.Contains(CriterionWords, c), isStage && isTerm(stage), isFact && isTerm(fact):
		return c, nil
	}
	return "", fmt.Errorf("unknown criterion %q: one of %v, points:stage, fact:name or fact:-name", text, CriterionWords)
}

// Stage is the stage of points.table that a criterion compares.
func (c Criterion) Stage() (stage string, is bool) { return strings.CutPrefix(string(c), pointsPrefix) }

// Fact is the number that a criterion compares, and whether more comes first.
func (c Criterion) Fact() (name string, more, is bool) {
	name, is = strings.CutPrefix(string(c), factPrefix)
	if !is {
		return "", false, false
	}
	name, more = strings.CutPrefix(name, "-")
	return name, more, true
}

// isTerm reports whether a name of a fact, a stage or a tier is small letters, digits and low lines, beginning with a letter
// or a digit.
func isTerm(name string) bool {
	for i, c := range []byte(name) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c != '_' || i == 0) {
			return false
		}
	}
	return name != "" && len(name) <= 40
}

// PointsOf says whose fact gives points.
type PointsOf string

// Of whom a fact is told.
const (
	OfChild    PointsOf = "child"    // once for the application
	OfGuardian PointsOf = "guardian" // once for each guardian
)

// PointRow is a line of a table of points: who has the fact gets them. A row has either Equals or AtLeast. Of the rows of one
// stage and fact with AtLeast, only the highest that is reached counts, for each guardian on its own.
type PointRow struct {
	Stage   string   `json:"stage"`
	Fact    string   `json:"fact"`
	Of      PointsOf `json:"of"`
	Equals  string   `json:"equals,omitempty"`   // the fact has this value
	AtLeast *int64   `json:"at_least,omitempty"` // the fact is a number not below it
	Points  int      `json:"points"`             // below zero too
}

// String is "stage 2: child sibling = yes: +10".
func (r PointRow) String() string {
	condition := "= " + r.Equals
	if r.AtLeast != nil {
		condition = fmt.Sprintf(">= %d", *r.AtLeast)
	}
	return fmt.Sprintf("stage %s: %s %s %s: %+d", r.Stage, r.Of, r.Fact, condition, r.Points)
}
