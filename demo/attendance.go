package demo

import (
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Attendance is drawn by spells: a draw keyed by the child, or the group, and a block of days says whether a spell lies in the
// block, where and how long. No spell crosses its block, so one draw per kind answers for a day. All shares here are assumed:
// the reports give no figure of attendance.
const (
	illnessBlock    = 14 // days
	quarantineBlock = 4  // weeks
)

// The kinds of a child's draws. They are numbers because a year asks for millions of them.
const (
	leaveDraw = iota
	sanatoriumDraw
	illnessDraw
	frostDraw
	requestDraw
	unjustifiedDraw
	habitDraw
)

// monday is a Monday before every day that is asked for; blocks are counted from it.
var monday = civil.NewDate(1, time.January, 1)

// illness is spells per thousand children and fortnight, January first; quarantines are per thousand groups and four weeks.
var (
	illness     = [12]int{200, 200, 170, 130, 95, 65, 50, 55, 110, 145, 165, 195}
	quarantines = [12]int{70, 70, 60, 45, 30, 10, 5, 5, 25, 45, 60, 70}
)

// Mark is the code that a roll call of a working day has for a child placed in a group: present on 85 to 90 days of a hundred.
// Child and group are any stable keys. The young are ill more often. It does not allocate.
func (s Seed) Mark(child string, birthYear int, group string, day civil.Date) register.DayCode {
	n, year, month := day.DaysSince(monday), day.Year(), day.MonthOfYear()
	d := s.Draw("mark", child)
	switch {
	case onLeave(d.At(leaveDraw).At(year), day, year, month):
		return register.Leave
	case inSanatorium(d.At(sanatoriumDraw).At(year), day, year):
		return register.Sanatorium
	case isIll(d.At(illnessDraw).At(n/illnessBlock), day, n%illnessBlock, birthYear):
		return register.Ill
	case s.inQuarantine(group, day, n):
		return register.Quarantine
	case s.staysForFrost(d, day, year, month):
		return register.Weather
	case isExcused(d.At(requestDraw).At(n/7), n%7):
		return register.ByRequest
	case d.At(unjustifiedDraw).At(n).PerMille(unjustified(d)):
		return register.Unjustified
	}
	return register.Present
}

// onLeave: two children of three are away for two to four weeks from June to August.
func onLeave(d Draw, day civil.Date, year int, month time.Month) bool {
	if month < time.June || month > time.August || !d.At(0).PerMille(650) {
		return false
	}
	const summer = 92
	length := 14 + d.At(1).Below(15)
	start := d.At(2).Below(summer - length + 1)
	at := day.DaysSince(civil.NewDate(year, time.June, 1))
	return at >= start && at < start+length
}

// inSanatorium: one child of a hundred goes for two or three weeks of the year.
func inSanatorium(d Draw, day civil.Date, year int) bool {
	if !d.At(0).PerMille(10) {
		return false
	}
	length := 14 + 7*d.At(1).Below(2)
	start := d.At(2).Below(364 - length)
	at := day.DaysSince(civil.NewDate(year, time.January, 1))
	return at >= start && at < start+length
}

// isIll: three to nine days at home in a fortnight. The block's first day sets season and age, so that a spell is one.
func isIll(d Draw, day civil.Date, at, birthYear int) bool {
	first := day.AddDays(-at)
	share := illness[first.MonthOfYear()-1]
	switch age := first.Year() - birthYear; {
	case age <= 2:
		share = share * 14 / 10
	case age >= 5:
		share = share * 8 / 10
	}
	if !d.At(0).PerMille(share) {
		return false
	}
	length := 3 + d.At(1).Below(7)
	start := d.At(2).Below(illnessBlock - length + 1)
	return at >= start && at < start+length
}

// inQuarantine: the whole group stays at home for one or two weeks.
func (s Seed) inQuarantine(group string, day civil.Date, n int) bool {
	week := n / 7
	at := week % quarantineBlock
	first := day.AddDays(-(n%7 + 7*at))
	d := s.Draw("quarantine", group).At(week / quarantineBlock)
	if !d.At(0).PerMille(quarantines[first.MonthOfYear()-1]) {
		return false
	}
	length := 1 + d.At(1).Below(2)
	start := d.At(2).Below(quarantineBlock - length + 1)
	return at >= start && at < start+length
}

// staysForFrost: on the city's frost days three children of four stay at home.
func (s Seed) staysForFrost(d Draw, day civil.Date, year int, month time.Month) bool {
	return month <= time.February && s.Frost(day, year) && d.At(frostDraw).At(day.DaysSince(monday)).PerMille(750)
}

// Frost tells whether a day is one of the city's frost days of its year: three to five days from 8 January to 25 February, some
// of which may fall on days off.
func (s Seed) Frost(day civil.Date, year int) bool {
	at := day.DaysSince(civil.NewDate(year, time.January, 8))
	d := s.Draw("frost").At(year)
	for i := range 3 + d.Below(3) {
		if d.At(i).Below(49) == at {
			return true
		}
	}
	return false
}

// isExcused: a day or two on the parents' application, in one week of twenty.
func isExcused(d Draw, weekday int) bool {
	if !d.At(0).PerMille(50) {
		return false
	}
	start := d.At(1).Below(5)
	return weekday >= start && weekday <= start+d.At(2).Below(2)
}

// unjustified is the days per thousand on which a child stays away without a reason: two families of a hundred do so often.
func unjustified(d Draw) int {
	if d.At(habitDraw).PerMille(20) {
		return 90
	}
	return 8
}
