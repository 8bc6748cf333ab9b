package admission_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	queueing "github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service/admission"
)

// The stories of testdata/cities show that the words of a profile suffice for cities elsewhere. Each goes from the city's
// profile over the order to the allocation. Given are
//
//	profile           its name
//	seed              of the lottery, where there is one
//	seats             kindergarten, free seats, territory
//	applications      name, day of the application, choices with > between them, facts; a fact's spaces are commas
//	bands             of a voucher's hours, the fewest first, and whether they need proof of need
//
// and for a second and third round seats 2, applications 2, gone 2 and so on; whoever has no seat yet takes part again. What
// follows is computed: the order with the criterion that sets each apart from the one ahead, the own order of a kindergarten
// where the profile has such, and who gets what, and why not more.
func TestCities(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("testdata", "cities", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	told := map[string]bool{}
	for _, path := range paths {
		s := readCity(t, path)
		told[s.rules.Profile] = true
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			s.t = t
			text := s.tell()
			if *update {
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			before, err := os.ReadFile(path)
			if diff := gocmp.Diff(string(before), text); err != nil || diff != "" {
				t.Errorf("%v (-story +code):\n%s", err, diff)
			}
		})
	}
	for _, name := range policy.Names() {
		if !strings.HasPrefix(name, "kz-") && !told[name] {
			t.Errorf("no story for the profile %s", name)
		}
	}
}

// cityStory is a story with what stands before its first round.
type cityStory struct {
	t        *testing.T
	archive  *txtar.Archive
	rules    policy.Rules
	ordering queueing.Ordering
	waiting  []cityChild
	read     int // applications so far: their server's counter
	vouchers map[register.ID[preschool.Application]]bool
}

type cityChild struct {
	entry   queueing.Entry
	choices []register.ID[register.Kindergarten]
}

func readCity(t *testing.T, path string) *cityStory {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &cityStory{t: t, archive: archive, vouchers: map[register.ID[preschool.Application]]bool{}}
	profile, err := policy.Load(strings.TrimSpace(s.text("profile")))
	if err != nil {
		t.Fatal(err)
	}
	if s.rules, err = profile.On(civil.MustParseDate("2026-03-01")); err != nil {
		t.Fatal(err)
	}
	s.ordering = admission.Ordering(&s.rules, strings.TrimSpace(s.text("seed")))
	if err := s.ordering.Check(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return s
}

func (s *cityStory) text(name string) string {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func (s *cityStory) rows(name string) [][]string {
	var rows [][]string
	for line := range strings.Lines(s.text(name)) {
		if row := strings.Fields(line); len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// tell plays the rounds and writes the story anew.
func (s *cityStory) tell() string {
	told := &txtar.Archive{Comment: s.archive.Comment}
	for _, f := range s.archive.Files {
		if word, _, _ := strings.Cut(f.Name, " "); slices.Contains([]string{"profile", "seed", "bands", "seats", "applications", "gone"}, word) {
			told.Files = append(told.Files, f)
		}
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = " " + strconv.Itoa(n)
		}
		if s.text("seats"+suffix) == "" {
			return string(txtar.Format(told))
		}
		for _, part := range s.round(suffix) {
			told.Files = append(told.Files, txtar.File{Name: part[0] + suffix, Data: []byte(part[1])})
		}
	}
}

// round reads a round's sections, orders and allocates.
func (s *cityStory) round(suffix string) [][2]string {
	gone := strings.Fields(s.text("gone" + suffix))
	s.waiting = slices.DeleteFunc(s.waiting, func(c cityChild) bool { return slices.Contains(gone, string(c.entry.Application)) })
	for _, row := range s.rows("applications" + suffix) {
		s.waiting = append(s.waiting, s.child(row))
	}
	entries := make([]queueing.Entry, len(s.waiting))
	for i, c := range s.waiting {
		entries[i] = c.entry
	}
	order := s.ordering.Order(entries, queueing.Carry{})
	problem, territories := s.problem(suffix, order)
	parts := [][2]string{{"order", orderLines(order)}}
	if s.text("bands") != "" {
		parts = append(parts, [2]string{"vouchers", s.give(order)})
	}
	if s.rules.Round.Mechanism == policy.ByKindergarten {
		problem = queueing.OwnOrders(problem, s.ordering, entries, queueing.Carry{}, territories)
		for _, g := range problem.Groups {
			own := s.ordering.For(g.ID, territories[register.ID[register.Kindergarten](g.ID)]).Order(s.asking(g.ID), queueing.Carry{})
			parts = append(parts, [2]string{"order at " + g.ID, orderLines(own)})
		}
	}
	outcome, err := allocation.Solve(s.t.Context(), problem, allocation.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	if found := check.Check(problem, outcome); len(found) > 0 {
		s.t.Fatalf("the check refuses: %v", found)
	}
	return append(parts, [2]string{"outcome", s.outcome(order, outcome, territories)})
}

func (s *cityStory) child(row []string) cityChild {
	s.read++
	zone := s.rules.Zone
	c := cityChild{entry: queueing.Entry{
		Application: register.ID[preschool.Application](row[0]), Sequence: int64(s.read), Class: register.General,
		RegisteredAt: civil.InstantOf(civil.MustParseDate(row[1]).At(9, s.read%60, 0, zone)),
	}}
	for choice := range strings.SplitSeq(row[2], ">") {
		c.choices = append(c.choices, register.ID[register.Kindergarten](choice))
	}
	if len(c.choices) > s.rules.ChoiceMax {
		s.t.Fatalf("%s names %d kindergartens, the profile permits %d", row[0], len(c.choices), s.rules.ChoiceMax)
	}
	for _, fact := range row[3:] {
		c.entry.Facts = append(c.entry.Facts, strings.ReplaceAll(fact, ",", " "))
	}
	return c
}

// problem is that of one group for each kindergarten, whatever the children's age.
func (s *cityStory) problem(suffix string, order []queueing.Standing) (allocation.Problem, map[register.ID[register.Kindergarten]]string) {
	var vacancies []queueing.Vacancy
	territories := map[register.ID[register.Kindergarten]]string{}
	for _, row := range s.rows("seats" + suffix) {
		seats, err := strconv.Atoi(row[1])
		if err != nil {
			s.t.Fatal(err)
		}
		id := register.ID[register.Kindergarten](row[0])
		vacancies = append(vacancies, queueing.Vacancy{Group: register.ID[register.Group](row[0]), Kindergarten: id, Number: 1, Language: register.Kazakh, Seats: seats})
		if len(row) > 2 {
			territories[id] = row[2]
		}
	}
	var applicants []queueing.Applicant
	for _, st := range order {
		applicants = append(applicants, queueing.Applicant{Application: st.Application, Language: register.Kazakh, Choices: s.of(st.Application).choices})
	}
	return queueing.SeatProblem(vacancies, applicants, nil), territories
}
