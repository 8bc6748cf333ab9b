package round

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Ordering is how a jurisdiction orders those who wait, as plain figures: which queue is served on which turn, and what
// counts inside a queue. The zero Ordering is one queue by date.
type Ordering struct {
	Pattern   Pattern
	Criteria  []Criterion // compared one by one; then the instant, the counter and the id decide
	Points    []PointRow  // of the stages that Criteria name
	Residence []string    // words of the fact "residence", the nearest first
	Guarantee Guarantee
	Zone      *time.Location // whose days a guarantee counts; nil = UTC
	Seed      string         // of the lottery, hexadecimal; "" = not published yet
	SeedAt    civil.Instant  // when the seed was published: who registered then or later waits for the next; none = everybody is drawn

	// An order of one kindergarten's own, where a brother or sister or the territory counts for this kindergarten alone.
	// Both "" = the common order: there it counts as such.
	Kindergarten, Territory string
}

// Guarantee is the promise of a seat within a term from the day of registration. Zero = no promise.
type Guarantee struct {
	Term   Span
	Urgent Span // for an application with the fact "urgent=yes", if it ends earlier
}

// Span is a length of time in calendar months and days.
type Span struct{ Months, Days int }

// Check refuses a pattern, a criterion or a seed that cannot be.
func (o Ordering) Check() error {
	if err := o.Pattern.Check(); err != nil {
		return err
	}
	for _, c := range o.Criteria {
		if err := c.check(); err != nil {
			return err
		}
	}
	if _, err := hex.DecodeString(o.Seed); err != nil {
		return fmt.Errorf("check ordering: the seed is not hexadecimal")
	}
	return nil
}

// Undrawn tells whether lots decide and the seed is not published: nobody has a position yet.
func (o Ordering) Undrawn() bool { return o.Seed == "" && slices.Contains(o.Criteria, ByLottery) }

// Drawn tells whether an application registered at an instant has a lot: it came before the seed was published, so that
// nobody could know the lot of a new application before handing it in. Always true where no lots decide.
func (o Ordering) Drawn(registered civil.Instant) bool {
	if !slices.Contains(o.Criteria, ByLottery) {
		return true
	}
	return o.Seed != "" && (o.SeedAt.IsZero() || registered.Before(o.SeedAt))
}

// For is the ordering of one kindergarten's own: whoever has a brother or sister there, or lives in its territory, counts
// as such; others do not.
func (o Ordering) For(kindergarten, territory string) Ordering {
	o.Kindergarten, o.Territory = kindergarten, territory
	return o
}

// byDate tells whether nothing counts inside a queue but the date.
func (o Ordering) byDate() bool {
	return len(o.Criteria) == 0 || len(o.Criteria) == 1 && o.Criteria[0] == ByRegistration
}

// CategoryOf numbers the categories of the matrix of age and class, as they are shown to families: the oldest year of birth
// first, in it the classes from the strongest. oldest is the year of birth of the oldest who may wait; an older child counts
// as such. Without a birth date there is no number: 0.
func CategoryOf(e Entry, oldest int) int {
	if e.BirthDate.IsZero() {
		return 0
	}
	return max(0, e.BirthDate.Year()-oldest)*len(register.PriorityClasses) + classRank(e) + 1
}

// classRank is 0 for the strongest class.
func classRank(e Entry) int { return slices.Index(register.PriorityClasses, e.Counts()) }
