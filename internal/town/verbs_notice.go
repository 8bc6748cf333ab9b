package town

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Verbs of notices, of planned rounds, of the refresh and of what changes the seats:
//
//	system lost NAME WAY | found NAME WAY      the family's address of a way is dead, or alive again
//	officer hand-over NAME                     a clerk hands the notice over; officer to-hand-over lists whom to
//	system sent                                how many notices of each kind have arrived so far
//	public notices                             offers of families whom nobody could reach
//	officer preview-round | approver publish-round | officer cancel-round REASON
//	officer preview-refresh | NAME refresh     what the next refresh would change
//	officer capacity SITE KIND from=DAY [to=DAY] [birth=YEAR] [seats=N] [into=SITE] [kind=WORD] [name=WORD] ACT …
//	public capacity-events; system works       carries out in the night what is due of them, and of closures
//	NAME category                              the number of the category that the family sees
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"lost": reach(true), "found": reach(false), "hand-over": handOver, "to-hand-over": toHandOver, "notices": publicNotices, "sent": sentSoFar,
		"preview-round": previewRound, "publish-round": publishRound, "cancel-round": cancelRound, "preview-refresh": previewRefresh,
		"refresh": refreshOf, "capacity": capacity, "capacity-events": capacityEvents,
		"works": work((*Town).works), "category": category,
	})
}

func reach(closed bool) Verb {
	return func(s *Story, _ string, args []string) (string, error) {
		g := s.People[args[0]].Guardian
		list, err := s.Admission.Contacts(s.Ctx(), s.Who(args[0]), g)
		address := string(g) // the telephone of the registration
		for _, c := range list {
			if string(c.Way) == args[1] {
				address = string(c.ID)
			}
		}
		s.Mail.Close(address, closed)
		return "", err
	}
}

func sentSoFar(s *Story, _ string, _ []string) (string, error) {
	counts := s.Mail.Counts()
	var lines []string
	for _, template := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("%s: %d", template, counts[template]))
	}
	return strings.Join(lines, "\n"), nil
}

func handOver(s *Story, who string, args []string) (string, error) {
	if err := s.Admission.ConfirmHandedOver(s.Ctx(), s.Who(who), s.Last(s.App(args[0])).ID); err != nil {
		return "", err
	}
	return s.Seen(args[0]), nil
}

func toHandOver(s *Story, who string, _ []string) (string, error) {
	list, err := s.Admission.NoticesToHandOver(s.Ctx(), s.Who(who))
	var lines []string
	for _, o := range list {
		lines = append(lines, fmt.Sprintf("%s, offered %s", s.nameOf(o.Child), o.OfferedOn))
	}
	if err == nil && len(lines) == 0 {
		return "nobody", nil
	}
	return strings.Join(lines, "\n"), err
}

func publicNotices(s *Story, _ string, _ []string) (string, error) {
	list, err := s.Admission.PublicNotices(s.Ctx(), Actor(access.Public))
	var lines []string
	for _, n := range list {
		for name, id := range s.Apps {
			if strings.HasPrefix(string(id), n.Code) {
				lines = append(lines, fmt.Sprintf("the code of %s: %s of %s, answer by %s", name, n.Of, n.OfferedOn, n.AnswerBy))
			}
		}
	}
	slices.Sort(lines)
	if err == nil && len(lines) == 0 {
		return "none", nil
	}
	return strings.Join(lines, "\n"), err
}

func previewRound(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.PreviewRound(s.Ctx(), s.Who(who))
	if err != nil {
		return "", err
	}
	s.Things["plan"] = string(p.Plan.ID)
	lines := []string{fmt.Sprintf("plan of %s, %s: %d seats, %d children, %d offers", p.Plan.On, p.Plan.State, p.Plan.Seats, p.Plan.Children, p.Plan.Offers)}
	for _, q := range p.Queues {
		lines = append(lines, fmt.Sprintf("%s: %d take part, %d offers", q.Key, q.TakePart, q.Offers))
	}
	return strings.Join(lines, "\n"), nil
}

func publishRound(s *Story, who string, args []string) (string, error) {
	var err error
	seen, _ := work(func(t *Town) {
		_, err = t.Admission.PublishRound(t.Ctx(), s.Who(who), register.ID[preschool.RoundPlan](s.Things["plan"]))
		if err == nil {
			t.Deliver()
		}
	})(s, who, args)
	return seen, err
}

func cancelRound(s *Story, who string, args []string) (string, error) {
	return "", s.Admission.CancelRoundPlan(s.Ctx(), s.Who(who), register.ID[preschool.RoundPlan](s.Things["plan"]), strings.Join(args, " "))
}

func previewRefresh(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.PreviewRefresh(s.Ctx(), s.Who(who))
	if err != nil {
		return "", err
	}
	lines := []string{fmt.Sprintf("next refresh on %s", p.On)}
	for _, c := range p.Counts {
		lines = append(lines, fmt.Sprintf("%s to %s: %d", c.From.Key, c.To.Key, c.Moves))
	}
	return strings.Join(lines, "\n"), nil
}

func refreshOf(s *Story, who string, _ []string) (string, error) {
	m, on, err := s.Admission.RefreshOf(s.Ctx(), Actor(access.Public), s.App(who))
	if err != nil || on.IsZero() {
		return who + ": stays where it is", err
	}
	return fmt.Sprintf("%s: on %s from %d in %s to %d of %d in %s", who, on, m.Number, m.From.Key, m.NewNumber, m.Of, m.To.Key), nil
}

func capacity(s *Story, who string, args []string) (string, error) {
	values, rest := Values(args)
	e := preschool.CapacityEvent{
		Kindergarten: register.ID[register.Kindergarten](rest[0]), Kind: register.CapacityEventKind(rest[1]), Act: strings.Join(rest[2:], " "),
		Into: register.ID[register.Kindergarten](values["into"]), From: civil.MustParseDate(values["from"]), NewName: values["name"], NewKind: values["kind"],
	}
	if to, given := values["to"]; given {
		e.To = civil.MustParseDate(to)
	}
	if birth, given := values["birth"]; given {
		g, err := s.groupOf(rest[0], birth)
		if err != nil {
			return "", err
		}
		e.Group = g.ID
	}
	if n, given := values["seats"]; given {
		var err error
		if e.Seats, err = strconv.Atoi(n); err != nil {
			return "", err
		}
	}
	_, err := s.Registry.RecordCapacityEvent(s.Ctx(), s.Who(who), e)
	return "", err
}

func capacityEvents(s *Story, _ string, _ []string) (string, error) {
	list, err := s.Registry.CapacityEvents(s.Ctx(), Actor(access.Public), 100)
	var lines []string
	for _, e := range list {
		line := fmt.Sprintf("%s of %s from %s, %s", e.Kind, e.Kindergarten, e.From, e.State)
		if e.Group != "" {
			line += ", group " + e.Group.String()
		}
		if e.Seats != 0 {
			line += fmt.Sprintf(", %d seats", e.Seats)
		}
		lines = append(lines, line+", act "+strconv.Quote(e.Act))
	}
	return strings.Join(lines, "\n"), err
}

func (t *Town) works() {
	t.TB.Helper()
	_, err := t.Admission.CarryOutCapacityEvents(t.Ctx(), Actor(access.System))
	t.Do(err)
	t.Do(t.Registry.CarryOutClosures(t.Ctx(), Actor(access.System)))
}

func category(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.Position(s.Ctx(), Actor(access.Public), s.App(who))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: category %d", who, p.Category), nil
}
