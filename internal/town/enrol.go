package town

import (
	"fmt"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// One more verb of papers:
//
//	officer silent MONTH   which kindergartens left papers unanswered
func init() { Verbs["silent"] = silent }

// Enrol signs the contract of an application's newest offer. If the rules ask for papers and nobody has handed any in, the
// family does so first and the kindergarten accepts them.
func (t *Town) Enrol(id register.ID[preschool.Application]) error {
	t.TB.Helper()
	who, o := Guardian(t.Application(id).Guardian), t.Last(id)
	_, err := t.Admission.SignContract(t.Ctx(), who, o.ID)
	if register.CodeOf(err) != "contract.papers_not_accepted" || o.Papers != "" {
		return err
	}
	if err := t.HandIn(id); err != nil {
		return err
	}
	_, err = t.Admission.SignContract(t.Ctx(), who, o.ID)
	return err
}

// HandIn hands the papers of an application's newest offer in, and the kindergarten accepts them.
func (t *Town) HandIn(id register.ID[preschool.Application]) error {
	t.TB.Helper()
	o := t.Last(id)
	if err := t.Admission.SubmitPapers(t.Ctx(), Guardian(t.Application(id).Guardian), o.ID, nil); err != nil {
		return err
	}
	return t.Admission.AcceptPapers(t.Ctx(), Staff(t.SiteOf(o.Group)), o.ID)
}

// SiteOf is the kindergarten of a group.
func (t *Town) SiteOf(id register.ID[register.Group]) register.ID[register.Kindergarten] {
	t.TB.Helper()
	var g register.Group
	t.Read(func(r *store.Reader) (err error) {
		g, err = r.Group(id)
		return err
	})
	return g.Kindergarten
}

func silent(s *Story, who string, args []string) (string, error) {
	list, err := s.Admission.SilentKindergartens(s.Ctx(), s.Who(who), civil.MustParseMonth(args[0]))
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "all papers were answered", nil
	}
	var lines []string
	for _, k := range list {
		lines = append(lines, fmt.Sprintf("%s left %d unanswered", k.Kindergarten, k.Papers))
	}
	return strings.Join(lines, "\n"), nil
}
