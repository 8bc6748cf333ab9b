package open

import (
	"net/http"
	"strings"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

type ruleListPage struct {
	page.Base
	oversight.RulesInForce
	Title   string
	Parts   []rulePart
	Marks   []markCount
	Classes []register.PriorityClass // columns of the table of categories
}

// rulePart is the figures of one part of the child's path.
type rulePart struct {
	Name    string
	Figures []ruleLine
}

// ruleLine is a figure as a person reads it.
type ruleLine struct {
	policy.Figure
	Label, Value string
}

// markCount is how many figures are known how well.
type markCount struct {
	Mark policy.Mark
	N    int
}

// partOf is the part of the page that shows the figures whose keys begin with a word.
var partOf = map[string]string{
	"zone": "queue", "age": "queue", "issue": "queue", "queue": "queue", "points": "queue", "guarantee": "queue",
	"application": "application", "document": "application", "contact": "application", "takeover": "application",
	"proof": "priority", "priority": "priority", "privilege": "priority", "choice": "round", "round": "round", "twins": "round",
	"offer": "offer", "notice": "offer", "suspension": "offer", "contract": "offer", "waitlist": "offer",
	"enrol": "enrolment", "vaccination": "enrolment", "transfer": "enrolment", "exchange": "enrolment", "staff": "enrolment", "provider": "enrolment",
	"season": "season", "appeal": "appeal", "attendance": "attendance", "answer": "attendance", "payment": "payment", "voucher": "payment",
}

// parts is the order of the parts; what belongs to no other stands in the last.
var parts = []string{"application", "queue", "priority", "round", "offer", "enrolment", "season", "appeal", "attendance", "payment", "other"}

func (o *Room) listRules(w http.ResponseWriter, r *http.Request) error {
	rules, err := o.Oversight.Rules(r.Context(), o.actor())
	if err != nil {
		return err
	}
	printer := o.Site.Messages.Printer(o.Site.Lang(r))
	view := &ruleListPage{Base: page.Base{Section: "rules"}, RulesInForce: rules, Title: titleIn(rules.Profile.Title, printer.Lang()), Classes: register.PriorityClasses}
	for _, name := range parts {
		part := rulePart{Name: name}
		for _, f := range rules.Figures {
			if partName(f.Key) == name {
				part.Figures = append(part.Figures, ruleLine{f, page.FigureLabel(printer, f.Key), page.FigureValue(printer, f)})
			}
		}
		view.Parts = append(view.Parts, part)
	}
	for _, mark := range policy.Marks {
		count := markCount{Mark: mark}
		for _, f := range rules.Figures {
			if f.Mark == mark {
				count.N++
			}
		}
		view.Marks = append(view.Marks, count)
	}
	return o.Site.Render(w, r, http.StatusOK, "open/rule_list", view)
}

func partName(key string) string {
	word, _, _ := strings.Cut(key, ".")
	if name, ok := partOf[word]; ok {
		return name
	}
	return parts[len(parts)-1]
}

func titleIn(t policy.Title, lang i18n.Lang) string {
	switch lang {
	case i18n.Russian:
		return t.RU
	case i18n.English:
		return t.EN
	}
	return t.KK
}
