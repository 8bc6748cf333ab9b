package town

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

// Verbs of many people at once, and of the program itself:
//
//	system crowd N BIRTH SITE    N families apply one after the other
//	NAME apply-proving NAME=VALUE … SITE …   applies with facts that the rules ask for, and also=LANGUAGE
//	SITE close BIRTHYEAR N REASON ACT [from=DAY] [to=DAY]   closes vacant seats to new children; an officer: close-at SITE …
//	WHO reopen SITE BIRTHYEAR REASON   ends the closure for that reason
//	public closures SITE BIRTHYEAR   why, since when and by whom seats are closed
//	system another-server        the town goes on with a program that knows nothing but the file
func init() {
	maps.Copy(Verbs, map[string]Verb{"crowd": crowd, "apply-proving": applyProving, "another-server": anotherServer, "close": closeOwn, "close-at": closeSeats, "reopen": reopen, "closures": closures})
}

func crowd(s *Story, _ string, args []string) (string, error) {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return "", err
	}
	ids := s.Queue(n, args[1], "", register.ID[register.Kindergarten](args[2]))
	return fmt.Sprintf("%d families apply", len(ids)), nil
}

func applyProving(s *Story, who string, args []string) (string, error) {
	facts, sites := Values(args)
	sub := Submission(s.People[who].Child, "", Sites(sites)...)
	sub.AlsoLanguage = register.Language(facts["also"])
	delete(facts, "also")
	for name, value := range facts {
		sub.Facts = append(sub.Facts, name+"="+value)
	}
	id, err := s.Admission.SubmitApplication(s.Ctx(), s.Who(who), sub)
	if err != nil {
		return "", err
	}
	s.Apps[who] = id
	return s.Seen(who), nil
}

func anotherServer(s *Story, _ string, _ []string) (string, error) {
	s.DB = s.open()
	s.Deps.DB = s.DB
	return "", nil
}

func closeOwn(s *Story, who string, args []string) (string, error) {
	return closeSeats(s, who, append([]string{who}, args...))
}

func closeSeats(s *Story, who string, args []string) (string, error) {
	values, rest := Values(args)
	g, err := s.groupOf(rest[0], rest[1])
	if err != nil {
		return "", err
	}
	n, err := strconv.Atoi(rest[2])
	if err != nil {
		return "", err
	}
	c := registry.Closing{Group: g.ID, Seats: n, Reason: register.CloseReason(rest[3]), Act: strings.Join(rest[4:], " ")}
	for word, day := range map[string]*civil.Date{"from": &c.From, "to": &c.To} {
		if text, given := values[word]; given {
			*day = civil.MustParseDate(text)
		}
	}
	do := s.Registry.CloseSeats
	if s.Who(who).Role == access.Kindergarten {
		do = s.Registry.CloseOwnSeats
	}
	if err := do(s.Ctx(), s.Who(who), []registry.Closing{c}); err != nil {
		return "", err
	}
	return vacancies(s, who, rest[:2])
}

// groupOf is the group of a kindergarten for a birth year.
func (s *Story) groupOf(site, birth string) (register.Group, error) {
	year, err := strconv.Atoi(birth)
	if err != nil {
		return register.Group{}, err
	}
	for _, g := range s.Groups() {
		if g.Kindergarten == register.ID[register.Kindergarten](site) && g.BirthYear == year {
			return g, nil
		}
	}
	return register.Group{}, fmt.Errorf("%s has no group of %s", site, birth)
}

func reopen(s *Story, who string, args []string) (string, error) {
	g, err := s.groupOf(args[0], args[1])
	if err != nil {
		return "", err
	}
	list, err := s.Registry.SeatClosures(s.Ctx(), Actor(access.Public))
	if err != nil {
		return "", err
	}
	do := s.Registry.ReopenSeats
	if s.Who(who).Role == access.Kindergarten {
		do = s.Registry.ReopenOwnSeats
	}
	for _, c := range list {
		if c.Group == g.ID && string(c.Reason) == args[2] {
			if err := do(s.Ctx(), s.Who(who), c.ID); err != nil {
				return "", err
			}
		}
	}
	return vacancies(s, who, args[:2])
}

func closures(s *Story, _ string, args []string) (string, error) {
	g, err := s.groupOf(args[0], args[1])
	if err != nil {
		return "", err
	}
	list, err := s.Registry.SeatClosures(s.Ctx(), Actor(access.Public))
	var lines []string
	for _, c := range list {
		if c.Group == g.ID {
			line := fmt.Sprintf("%s group %d: %d seats, %s, from %s", args[0], c.Number, c.Seats, c.Reason, c.From)
			if !c.To.IsZero() {
				line += " to " + c.To.String()
			}
			lines = append(lines, fmt.Sprintf("%s, by %s, act %q", line, c.ClosedBy, c.Act))
		}
	}
	return strings.Join(lines, "\n"), err
}
