package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Simulation asks what one round would give under two profiles.
type Simulation struct {
	Base, Try *policy.Profile
	Round     register.ID[preschool.Round] // over its frozen input; none = by On
	On        civil.Date                   // as that day's round found it, else at the day's end; none = now
	Seats     []SeatChange                 // for try only
	Choose    bool                         // a side that gives vouchers lets the families choose at once, by the wishes on record
}

// PolicyComparison is what a simulation gives out: figures and hashes, no child.
type PolicyComparison struct {
	Day       civil.Date      // of the snapshot
	Round     preschool.Round // whose frozen input it is; zero if no round ran
	Restored  bool            // that input was restored to the byte: its hash is the one that the round published
	Base, Try SimulatedSide
	indicator.Comparison
}

// SimulatedSide is one of the two rounds.
type SimulatedSide struct {
	Profile *policy.Profile
	Target  policy.RoundTarget
	Seats   int      // that the round gave out from, less those promised to vouchers
	Hashes  []string // of problem and outcome, then of the choice's, if there was one
}

// smallest is the least number of children that is ever printed, whatever the rules permit.
const smallest = 10

// SimulatePolicies runs the round of a day under two profiles on one snapshot and compares what the children get. Both
// outcomes pass the check. Nothing is written.
//
// A side does what RunRound would do if the authority had adopted its profile that morning: its age of issue, classes of
// grounds, order, twins, longest list of wishes and scope count, and the turns go on from the queue's count where a queue of
// that name has one. Calendar and terms of answer do not count: one round is run, whatever the day.
//
// The sides are compared as far as both decide: by the kindergarten if both give seats, or choose at once; otherwise by
// whether the child gets a place in its market at all, be it a voucher or a seat.
func (s *Service) SimulatePolicies(ctx context.Context, actor access.Actor, q Simulation) (PolicyComparison, error) {
	var c PolicyComparison
	var base, try *side
	var frozen *snapshot
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ComparePolicies, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if frozen, err = s.freeze(r, q); err != nil {
			return err
		}
		if c.Restored, err = frozen.restored(); err != nil {
			return err
		}
		if base, err = frozen.side(q.Base, nil, q.Choose); err != nil {
			return err
		}
		try, err = frozen.side(q.Try, q.Seats, q.Choose)
		return err
	})
	if err != nil {
		return c, fmt.Errorf("simulate policies: %w", err)
	}
	for _, side := range []*side{base, try} {
		if err := side.run(ctx); err != nil {
			return c, fmt.Errorf("simulate policy %s: %w", side.report.Profile.Name, err)
		}
	}
	c.Day, c.Round, c.Base, c.Try = frozen.day.Today, frozen.round, base.report, try.report
	level := indicator.LevelPlace
	if base.seated() && try.seated() {
		level = indicator.LevelKindergarten
	}
	c.Comparison = indicator.Compare(level, frozen.cases(base, try), max(smallest, frozen.day.Rules.SmallCell))
	return c, nil
}

// cases are the children who wait and are old enough for one of the sides.
func (f *snapshot) cases(base, try *side) []indicator.Case {
	var cases []indicator.Case
	for _, w := range f.waiting {
		entry, known := base.entries[w.ID]
		if !known {
			if entry, known = try.entries[w.ID]; !known {
				continue
			}
		}
		cases = append(cases, indicator.Case{
			Class: entry.Counts(), Language: w.Language, District: w.district, Age: f.day.Today.Year() - w.BirthDate.Year(),
			Waited: f.day.Today.DaysSince(w.RegisteredAt.Date(f.day.Rules.Zone)), Base: base.placings[w.ID], Try: try.placings[w.ID],
		})
	}
	return cases
}
