package oversight

import (
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
)

// CategoryRow is the numbers of the categories of one year of birth, in the order of register.PriorityClasses.
type CategoryRow struct {
	BirthYear int
	Numbers   []int
}

// categories is the matrix of year of birth and class with the numbers that families see, from the oldest who may wait to
// the children of this year; none where the rules cut no queue into categories.
func categories(day service.Day) []CategoryRow {
	if day.Rules.Queue.Categories != policy.CategoriesAgeByClass {
		return nil
	}
	oldest := day.Today.Year() - day.Rules.Issue.MaxAge
	var rows []CategoryRow
	for year := oldest; year <= day.Today.Year(); year++ {
		row := CategoryRow{BirthYear: year}
		for _, class := range register.PriorityClasses {
			row.Numbers = append(row.Numbers, round.CategoryOf(round.Entry{BirthDate: civil.NewDate(year, time.January, 1), Class: class, Proof: preschool.ProofVerified}, oldest))
		}
		rows = append(rows, row)
	}
	return rows
}
