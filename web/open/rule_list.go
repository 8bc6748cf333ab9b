package open

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/web/page"
)

type ruleListPage struct {
	page.Base
	oversight.RulesInForce
	Title string
	Parts []rulePart
	Marks []markCount
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
	"zone": "queue", "age": "queue", "issue": "queue", "queue": "queue", "proof": "priority", "priority": "priority", "privilege": "priority",
	"choice": "round", "round": "round", "twins": "round", "offer": "offer", "suspension": "offer", "contract": "offer", "waitlist": "offer",
	"season": "season", "attendance": "attendance", "answer": "attendance", "payment": "payment", "voucher": "payment",
}

// parts is the order of the parts; what belongs to no other stands in the last.
var parts = []string{"queue", "priority", "round", "offer", "season", "attendance", "payment", "other"}

func (o *Room) listRules(w http.ResponseWriter, r *http.Request) error {
	rules, err := o.Oversight.Rules(r.Context(), o.actor())
	if err != nil {
		return err
	}
	printer := o.Site.Messages.Printer(o.Site.Lang(r))
	view := &ruleListPage{Base: page.Base{Section: "rules"}, RulesInForce: rules, Title: titleIn(rules.Profile.Title, printer.Lang())}
	for _, name := range parts {
		part := rulePart{Name: name}
		for _, f := range rules.Figures {
			if partName(f.Key) == name {
				part.Figures = append(part.Figures, ruleLine{f, labelText(printer, f.Key), valueText(printer, f)})
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

// labelText words what a figure is. Grounds and day codes have words of their own already.
func labelText(p *i18n.Printer, key string) string {
	if ground, ok := strings.CutPrefix(key, "priority.ground."); ok {
		return p.T("word.priority_group."+ground, nil)
	}
	if code, ok := strings.CutPrefix(key, "attendance.payable."); ok {
		return p.T("rule.attendance.payable", map[string]any{"Day": p.T("word.day."+code, nil)})
	}
	return p.T("rule."+key, nil)
}

// ownWords are the prefixes of messages for rules that share a list of words.
var ownWords = map[string]string{"offer.declined": "consequence", "offer.expired": "consequence", "contract.lapsed": "consequence"}

// wordText words a word of a rule's closed list.
func wordText(p *i18n.Printer, f policy.Figure, word string) string {
	list := f.Key
	switch {
	case f.Unit == policy.DaysPerMonth:
		list = "payable"
	case f.Unit == policy.YesNo:
		list = "yes_no"
	case ownWords[f.Key] != "":
		list = ownWords[f.Key]
	}
	return p.T("rule."+list+"."+word, nil)
}

// valueText words the value of a figure by its unit.
func valueText(p *i18n.Printer, f policy.Figure) string {
	text := f.Text()
	if string(f.Value) == "null" {
		return p.T("rule.none", nil)
	}
	switch f.Unit {
	case policy.Text, policy.ZoneUnit:
		return text
	case policy.DateUnit:
		if d, err := civil.ParseDate(text); err == nil {
			return page.DateText(p, d)
		}
	case policy.DayOfYear:
		month, day, _ := strings.Cut(text, "-")
		return day + "." + month
	case policy.Turns:
		return turnsText(p, f)
	case policy.ClassUnit, policy.Classes:
		return listText(p, "word.priority_class.", text)
	case policy.Kinds:
		return listText(p, "word.group_kind.", text)
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return wordText(p, f, text)
	}
	switch f.Unit {
	case policy.Permille:
		return p.Percent(n, 1000)
	case policy.TiynUnit:
		return p.Money(int64(n))
	}
	return p.N("rule.unit."+string(f.Unit), n, nil)
}

func turnsText(p *i18n.Printer, f policy.Figure) string {
	var turns []policy.Turn
	if err := json.Unmarshal(f.Value, &turns); err != nil {
		return f.Text()
	}
	words := make([]string, len(turns))
	for i, t := range turns {
		words[i] = p.T("word.priority_class."+string(t.Class), nil) + " – " + p.Number(t.Take)
	}
	return strings.Join(words, ", ")
}

// listText words a list that Text has joined by commas; an empty list is none.
func listText(p *i18n.Printer, prefix, text string) string {
	if text == "" {
		return p.T("rule.none", nil)
	}
	words := strings.Split(text, ", ")
	for i, w := range words {
		words[i] = p.T(prefix+w, nil)
	}
	return strings.Join(words, ", ")
}
