package admission

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// roundDue tells whether a round is due: the rules want one on this working day, or on an earlier day of the same week or
// season on which the program stood still, and none has run since. During the freeze of the season no round runs.
func roundDue(r *store.Reader, day service.Day) (bool, error) {
	working, err := day.Rules.Calendar.IsWorking(day.Today)
	if err != nil || !working || frozen(day.Rules.Season, day.Today) {
		return false, err
	}
	since, err := roundSince(r, day)
	if err != nil || since.IsZero() {
		return false, err
	}
	_, found, err := r.RoundSince(roundKind(&day.Rules), since)
	return !found, err
}

// roundSince is the first day of the span that wants one round: today, this week's Monday, or the formation of this season;
// none when no round is wanted.
func roundSince(r *store.Reader, day service.Day) (civil.Date, error) {
	switch day.Rules.Round.Every {
	case policy.EveryWeek:
		return monday(day.Today), nil
	case policy.EverySeason:
		season := day.Rules.Season
		formation := season.Formation.In(day.Today.Year())
		if day.Today.Before(formation) {
			formation = season.Formation.In(day.Today.Year() - 1)
		}
		adopted, err := r.Profiles()
		if err != nil || len(adopted) == 0 || adopted[0].From.After(formation) {
			return civil.Date{}, err // the season began before the authority joined
		}
		return formation, nil
	}
	return day.Today, nil
}

func monday(d civil.Date) civil.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// frozen tells whether a day lies in the freeze of the season, both days included; it may go over New Year.
func frozen(season policy.Season, today civil.Date) bool {
	if season.FreezeFrom == (policy.MonthDay{}) || season.FreezeTo == (policy.MonthDay{}) {
		return false
	}
	now := policy.MonthDay{Month: today.MonthOfYear(), Day: today.Day()}
	from, to := season.FreezeFrom.Compare(now) <= 0, now.Compare(season.FreezeTo) <= 0
	if season.FreezeTo.Compare(season.FreezeFrom) < 0 {
		return from || to
	}
	return from && to
}

// waitsForApproval tells whether the plan of today's round lies drafted for the second person.
func waitsForApproval(r *store.Reader, day service.Day) (bool, error) {
	if day.Rules.Round.Approval != policy.ApprovedByPerson {
		return false, nil
	}
	drafted, err := r.DraftedRoundPlans()
	for _, p := range drafted {
		if p.On == day.Today && p.Kind == roundKind(&day.Rules) && p.State == preschool.PlanDrafted {
			return true, err
		}
	}
	return false, err
}
