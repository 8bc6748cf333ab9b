package admission

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// doors say who may come through which: a guardian at home, a clerk with a paper in hand, the registration of a birth. An old
// queue is taken over by a use case of its own.
var doors = map[access.Role]register.ApplicationSource{
	access.Family: register.FromGuardian, access.Officer: register.FromCounter, access.System: register.FromBirth,
}

// door refuses a source that the rules do not open, or that is not the actor's.
func door(rules *policy.Rules, role access.Role, source register.ApplicationSource) error {
	if doors[role] != source || !slices.Contains(rules.Application.Channels, source) {
		return &register.Error{Kind: register.Invalid, Code: "application.channel", Field: "source", Args: map[string]string{"source": string(source)}}
	}
	return nil
}

// again finds the application of the same key, if this submission was sent before; then the answer is the same as then.
func (reg *registration) again(tx *store.Tx) (bool, error) {
	if reg.sub.Key == "" {
		return false, nil
	}
	if len(reg.sub.Key) > 64 {
		return false, invalid("key", "application.key")
	}
	a, found, err := tx.ApplicationByKey(reg.sub.Key)
	if err != nil || !found {
		return false, err
	}
	if a.Child != reg.child.ID || a.Guardian != reg.acting {
		return false, register.Refuse(register.Conflict, "application.key_used")
	}
	reg.id = a.ID
	if a.State == preschool.ApplicationRefused {
		reg.refusal = refusalOf(register.RefusalGround(a.Reason), &reg.day.Rules).With("code", string(a.ID))
	}
	return true, nil
}

// checkForm refuses what no application can hold: a kindergarten that is not there or named twice, too many of them, a ground
// without meaning, days that cannot be. needed is how many choices there must be at least.
func (reg *registration) checkForm(tx *store.Tx, needed int) error {
	sub, rules := reg.sub, &reg.day.Rules
	if sub.Source == register.FromBirth {
		needed = 0 // the family is asked later
	}
	if _, known := rules.Grounds[sub.Ground]; sub.Ground != "" && !known {
		return invalid("ground", "application.ground")
	}
	if err := checkCertificate(reg.day, sub.Ground, sub.Issued); err != nil {
		return err
	}
	return checkWishes(tx, reg.day, reg.child.BirthDate, sub.wishes(reg.child), needed)
}

// wishes are the wishes of a submission for a child.
func (sub Submission) wishes(child store.ChildLink) preschool.Wishes {
	w := preschool.Wishes{
		Choices: sub.Choices, StartOn: sub.StartOn, Language: sub.Language, AlsoLanguage: sub.AlsoLanguage, GroupKind: sub.GroupKind, Settlement: sub.Settlement,
	}
	if w.Language == "" {
		w.Language = child.Language
	}
	facts := slices.Clone(sub.Facts)
	slices.Sort(facts)
	w.Facts = strings.Join(slices.Compact(facts), "\n")
	return w
}

// checkWishes refuses wishes that no rule can serve.
func checkWishes(tx *store.Tx, day service.Day, birth civil.Date, w preschool.Wishes, needed int) error {
	if len(w.Choices) < needed || len(w.Choices) > day.Rules.ChoiceMax {
		return invalid("choices", "application.choices").With("max", fmt.Sprint(day.Rules.ChoiceMax))
	}
	if err := choosable(tx.Reader, w.Choices); err != nil {
		return err
	}
	languages := []register.Language{register.Kazakh, register.Russian}
	switch {
	case !slices.Contains(languages, w.Language):
		return invalid("language", "application.language")
	case w.AlsoLanguage != "" && (w.AlsoLanguage == w.Language || !slices.Contains(languages, w.AlsoLanguage)):
		return invalid("also_language", "application.language")
	case w.GroupKind != "" && !slices.Contains(register.GroupKinds, w.GroupKind):
		return invalid("group_kind", "application.group_kind")
	case len(w.Settlement) > 80 || strings.ContainsAny(w.Settlement, "\r\n"):
		return invalid("settlement", "application.settlement")
	case !w.StartOn.IsZero() && w.StartOn.Before(day.Today):
		return invalid("start_on", "application.start_past")
	case !w.StartOn.IsZero() && day.Rules.Age(birth, w.StartOn) > day.Rules.Issue.MaxAge:
		return invalid("start_on", "application.start_late").With("max", fmt.Sprint(day.Rules.Issue.MaxAge))
	}
	return checkFacts(&day.Rules, w.Facts)
}

// choosable refuses a wish that is named twice, and one for a kindergarten that the authority does not have.
func choosable(tx *store.Reader, choices []register.ID[register.Kindergarten]) error {
	for i, k := range choices {
		site, err := tx.KindergartenByCode(string(k)) // its id is its code
		if err != nil {
			return err
		}
		if !site.ClosedOn.IsZero() {
			return register.Refuse(register.Conflict, "kindergarten.closed").With("on", site.ClosedOn.String())
		}
		if slices.Contains(choices[:i], k) {
			return invalid("choices", "application.choice_twice").With("kindergarten", string(k))
		}
	}
	return nil
}

var factForm = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,39}=[a-z0-9_.+-]{1,40}$`)

// checkFacts refuses a fact that the rules do not ask for, and one that is no "name=value".
func checkFacts(rules *policy.Rules, lines string) error {
	asked := askedFacts(rules)
	for _, fact := range factList(lines) {
		name, _, _ := strings.Cut(fact, "=")
		if guardian, of, is := strings.Cut(name, "."); is && strings.HasPrefix(guardian, "guardian") {
			name = of
		}
		if !factForm.MatchString(fact) || !slices.Contains(asked, name) {
			return invalid("facts", "application.fact")
		}
	}
	return nil
}

// askedFacts are the names of the facts that the order of the waiting looks at.
func askedFacts(rules *policy.Rules) []string {
	var names []string
	for _, row := range rules.Points {
		names = append(names, row.Fact)
	}
	for _, c := range rules.Queue.Order {
		word, name, _ := strings.Cut(string(c), ":")
		switch word {
		case "fact":
			names = append(names, strings.TrimPrefix(name, "-"))
		case "sibling", "territory", "residence":
			names = append(names, word)
		}
	}
	if !rules.Guarantee.UrgentTerm.IsZero() {
		names = append(names, "urgent")
	}
	return names
}

func invalid(field, code string) *register.Error {
	return &register.Error{Kind: register.Invalid, Code: code, Field: field}
}

// inadmissible finds the reason of the law not to register the child, or none.
func (reg *registration) inadmissible(tx *store.Tx) (register.RefusalGround, *register.Error, error) {
	rules := &reg.day.Rules
	refuse := func(g register.RefusalGround) (register.RefusalGround, *register.Error, error) {
		return g, refusalOf(g, rules), nil
	}
	if reg.second {
		return refuse(register.RefusedDuplicate) // whatever the other guardian did: nothing is told of it
	}
	if reg.child.BirthDate.After(reg.day.Today) || rules.Age(reg.child.BirthDate, reg.day.Today) > rules.Issue.MaxAge {
		return refuse(register.RefusedAge)
	}
	earlier, err := tx.ApplicationsOf(reg.child.ID)
	if err != nil {
		return "", nil, err
	}
	for _, a := range earlier {
		if a.State == preschool.ApplicationSubmitted || a.State == preschool.ApplicationOffered || a.Waiting() {
			return refuse(register.RefusedDuplicate)
		}
	}
	_, placed, err := tx.LivePlacement(reg.child.ID)
	if placed {
		return refuse(register.RefusedPlaced)
	}
	return "", nil, err
}

// refusalOf words a reason of the law.
func refusalOf(ground register.RefusalGround, rules *policy.Rules) *register.Error {
	switch ground {
	case register.RefusedAge:
		return register.Refuse(register.Invalid, "application.age").With("max", fmt.Sprint(rules.Issue.MaxAge))
	case register.RefusedPlaced:
		return register.Refuse(register.Conflict, "child.placed")
	case register.RefusedDuplicate:
		return register.Refuse(register.Conflict, "application.live")
	case register.RefusedIncomplete:
		return register.Refuse(register.Conflict, "application.incomplete")
	}
	return register.Refuse(register.Conflict, "application.no_right")
}

// draft writes the application that a submission describes.
func (reg *registration) draft(tx *store.Tx) (preschool.Application, error) {
	sub := reg.sub
	a := preschool.Application{
		Authority: tx.Authority, ID: store.NewID[preschool.Application](tx, "application"), Child: reg.child.ID, Guardian: reg.acting,
		State: preschool.ApplicationDrafted, Class: register.General, BirthDate: reg.child.BirthDate, Source: sub.Source, Key: sub.Key,
		Unconfirmed: sub.Source == register.FromBirth,
	}
	return reg.fill(a)
}

// fill puts wishes, ground and consent of a submission into a draft.
func (reg *registration) fill(a preschool.Application) (preschool.Application, error) {
	sub, w := reg.sub, reg.sub.wishes(reg.child)
	a.Choices, a.StartOn, a.Language, a.AlsoLanguage = w.Choices, w.StartOn, w.Language, w.AlsoLanguage
	a.GroupKind, a.Settlement, a.Facts = w.GroupKind, w.Settlement, w.Facts
	a.Ground, a.Class, a.Proof, a.ProofIssued, a.ProofDue = "", register.General, preschool.ProofNone, civil.Date{}, civil.Date{}
	a.ConsentOn = civil.Date{}
	if sub.Consent {
		a.ConsentOn = reg.day.Today
	}
	if sub.Ground == "" {
		return a, nil
	}
	return claim(reg.day, a, sub.Ground, sub.Issued)
}
