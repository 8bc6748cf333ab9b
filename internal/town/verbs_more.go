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
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// More verbs of stories:
//
//	NAME household born=DAY [language=kk|ru] [district=WORD]   registers a guardian with one child
//	NAME registers-also OTHER            a guardian registers the child of another one, by the same number
//	NAME iin NUMBER BIRTH                registers a child with this number
//	NAME instead-of OTHER VERB …         does with the things of OTHER what only its guardian may do
//	NAME moves                           each day on which the number changed, and why
//	NAME offers                          every offer that was ever made
//	NAME leave                           ends the placement
//	WHO queue KEY                        a queue as everybody sees it; WHO queues lists them
//	WHO vacancies SITE BIRTHYEAR         how the seats add up
//	WHO find BIRTHYEAR                   kindergartens with a free seat for that birth year
//	officer kindergartens SITE …         new kindergartens join the list
//	officer open SITE:BIRTHYEAR:N …      leaves these seats open, and none elsewhere
//	WHO waiting-list SITE                how many voucher holders wait for that kindergarten
//	officer hold SITE GROUP …            children who sit there since the first day
//	officer form SITE | SITE release     the season: groups move up, leavers go to school
func init() {
	maps.Copy(Verbs, map[string]Verb{
		"household": household, "registers-also": registersAlso, "iin": withIIN, "instead-of": insteadOf, "moves": moves, "offers": offersSeen,
		"leave": leave, "queue": publicQueue, "queues": publicQueues, "vacancies": vacancies, "find": find,
		"kindergartens": kindergartens, "open": openSeats, "waiting-list": waitingList, "hold": hold, "form": form, "release": release,
	})
}

func household(s *Story, who string, args []string) (string, error) {
	values, _ := Values(args)
	child := registry.NewChild{IIN: s.IIN(values["born"]), BirthDate: civil.MustParseDate(values["born"]), Language: register.Russian, District: "north"}
	if language, ok := values["language"]; ok {
		child.Language = register.Language(language)
	}
	if district, ok := values["district"]; ok {
		child.District = district
	}
	return s.enter(who, child)
}

func (s *Story) enter(who string, child registry.NewChild) (string, error) {
	done, err := s.Registry.RegisterFamily(s.Ctx(), Actor(access.Family), register.Guardian{IIN: s.IIN("1991-04-04")}, []registry.NewChild{child})
	if err != nil {
		return "", err
	}
	s.People[who] = Person{done.Guardian, done.Children[0]}
	return strings.Join(done.Warnings, "\n"), nil
}

func registersAlso(s *Story, who string, args []string) (string, error) {
	child, err := s.childOf(args[0])
	if err != nil {
		return "", err
	}
	return s.enter(who, registry.NewChild{IIN: child.IIN, BirthDate: child.BirthDate, Language: child.Language, District: child.District})
}

func (s *Story) childOf(name string) (register.Child, error) {
	children, err := s.Registry.ReadChildren(s.Ctx(), Actor(access.Officer), "story", []register.ID[register.Child]{s.People[name].Child})
	if err != nil {
		return register.Child{}, err
	}
	return children[0], nil
}

func withIIN(s *Story, who string, args []string) (string, error) {
	return s.enter(who, registry.NewChild{IIN: args[0], BirthDate: civil.MustParseDate(args[1]), Language: register.Russian, District: "north"})
}

// insteadOf lets somebody else try what only the guardian of a person may do.
func insteadOf(s *Story, who string, args []string) (string, error) {
	own := s.People[args[0]]
	s.People[args[0]] = Person{s.People[who].Guardian, own.Child}
	defer func() { s.People[args[0]] = own }()
	return s.do(args)
}

func moves(s *Story, who string, _ []string) (string, error) {
	p, err := s.Admission.Position(s.Ctx(), Actor(access.Public), s.App(who))
	if err != nil {
		return "", err
	}
	var lines []string
	for _, m := range p.Moves {
		line := fmt.Sprintf("%s %s %s: %d to %d", who, m.On, m.Queue.Key, m.From, m.To)
		if m.Own != "" {
			line += ", own " + string(m.Own)
		}
		for _, c := range m.Causes {
			if c.Left > 0 {
				line += fmt.Sprintf(", %d ahead left by %s", c.Left, c.Ground)
			}
			if c.Came > 0 {
				line += fmt.Sprintf(", %d came ahead by %s", c.Came, c.Ground)
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

func offersSeen(s *Story, who string, _ []string) (string, error) {
	var lines []string
	for _, o := range s.Offers(s.App(who)) {
		line := fmt.Sprintf("%s: %s by %s, %s", who, o.Of, o.Source, o.State)
		if o.AnnulledWhy != "" {
			line += " " + o.AnnulledWhy
		}
		line += "; " + o.Target() + ", made " + o.OfferedAt.Date(Zone).String()
		if !o.AnswerBy.IsZero() {
			line += ", answer by " + o.AnswerBy.String()
		}
		if !o.ContractBy.IsZero() {
			line += ", contract by " + o.ContractBy.String()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

func leave(s *Story, who string, args []string) (string, error) {
	var p preschool.Placement
	s.Read(func(r *store.Reader) (err error) {
		p, _, err = r.LivePlacement(s.People[who].Child)
		return err
	})
	if err := s.Admission.EndPlacement(s.Ctx(), s.Who(who), p.ID, strings.Join(args, "_")); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: last day %s", who, s.DB.Now().Date(Zone)), nil
}

func publicQueue(s *Story, _ string, args []string) (string, error) {
	q, err := s.Admission.Queue(s.Ctx(), Actor(access.Public), args[0])
	if err != nil {
		return "", err
	}
	if q.Small {
		return fmt.Sprintf("%s: %d wait, too few to tell them apart", q.Key, len(q.Places)), nil
	}
	lines := []string{fmt.Sprintf("%s: %d wait", q.Key, len(q.Places))}
	for _, p := range q.Places {
		lines = append(lines, fmt.Sprintf("%d %s, since %s", p.Number, p.Tier, p.Registered))
	}
	return strings.Join(lines, "\n"), nil
}

func publicQueues(s *Story, _ string, _ []string) (string, error) {
	queues, err := s.Admission.Queues(s.Ctx(), Actor(access.Public))
	var lines []string
	for _, q := range queues {
		lines = append(lines, fmt.Sprintf("%s: %d wait", q.Key, q.Waiting))
	}
	return strings.Join(lines, "\n"), err
}

func vacancies(s *Story, _ string, args []string) (string, error) {
	birth, err := strconv.Atoi(args[1])
	if err != nil {
		return "", err
	}
	d, err := s.Registry.Kindergarten(s.Ctx(), Actor(access.Public), args[0])
	var lines []string
	for _, g := range d.Groups {
		if g.BirthYear == birth {
			line := fmt.Sprintf("%s %d: %d licensed, %d placed, %d offered, %d closed", args[0], birth, g.Seats, g.Placed, g.Offered, g.Closed)
			if g.Closed > 0 {
				line += " (" + string(g.CloseReason) + ")"
			}
			lines = append(lines, fmt.Sprintf("%s, %d free", line, g.Vacant()))
		}
	}
	return strings.Join(lines, "\n"), err
}

func find(s *Story, _ string, args []string) (string, error) {
	birth, err := strconv.Atoi(args[0])
	if err != nil {
		return "", err
	}
	l, err := s.Registry.SearchKindergartens(s.Ctx(), Actor(access.Public), registry.Search{BirthYear: birth, Free: true})
	var lines []string
	for _, f := range l.Found {
		lines = append(lines, fmt.Sprintf("%s: %d free, %d wait for it", f.ID, f.Seats.Free, f.Waiting))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), err
}

func kindergartens(s *Story, who string, args []string) (string, error) {
	rows := Header
	for _, code := range args {
		rows += code + "," + code + ",private,kindergarten,5,25,test,,yes,,ru,north\n"
	}
	done, err := s.Registry.ImportNetwork(s.Ctx(), s.Who(who), strings.NewReader(rows), false)
	return fmt.Sprintf("%d joined", done.Added), err
}

func openSeats(s *Story, _ string, args []string) (string, error) {
	open := map[register.ID[register.Kindergarten]]map[int]int{}
	for _, word := range args {
		var site string
		var birth, n int
		if _, err := fmt.Sscanf(strings.ReplaceAll(word, ":", " "), "%s %d %d", &site, &birth, &n); err != nil {
			return "", fmt.Errorf("open %q: want SITE:BIRTHYEAR:N: %w", word, err)
		}
		k := register.ID[register.Kindergarten](site)
		if open[k] == nil {
			open[k] = map[int]int{}
		}
		open[k][birth] = n
	}
	s.Seats(open)
	return "", nil
}

func waitingList(s *Story, _ string, args []string) (string, error) {
	d, err := s.Registry.Kindergarten(s.Ctx(), Actor(access.Public), args[0])
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: %d on its waiting list", args[0], d.Waitlist), nil
}

func hold(s *Story, _ string, args []string) (string, error) {
	var groups []int
	for _, word := range args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil {
			return "", err
		}
		groups = append(groups, n)
	}
	s.Hold(register.ID[register.Kindergarten](args[0]), groups...)
	return "", nil
}

func form(s *Story, who string, args []string) (string, error) {
	site := register.ID[register.Kindergarten](args[0])
	if err := s.Registry.FormGroups(s.Ctx(), s.Who(who), site); err != nil {
		return "", err
	}
	var years []string
	for _, g := range s.Groups() {
		if g.Kindergarten == site {
			years = append(years, strconv.Itoa(g.BirthYear))
		}
	}
	return args[0] + ": groups of those born in " + strings.Join(years, ", "), nil
}

func release(s *Story, who string, _ []string) (string, error) {
	n, err := s.Admission.ReleaseLeavers(s.Ctx(), s.Who(who), register.ID[register.Kindergarten](who))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d left for school", n), nil
}
