package page

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
)

// FigureLabel words what a figure of a profile is. Grounds and day codes have words of their own already.
func FigureLabel(p *i18n.Printer, key string) string {
	if ground, ok := strings.CutPrefix(key, "priority.ground."); ok {
		return p.T("word.priority_group."+ground, nil)
	}
	if code, ok := strings.CutPrefix(key, "attendance.payable."); ok {
		return p.T("rule.attendance.payable", map[string]any{"Day": p.T("word.day."+code, nil)})
	}
	return p.T("rule."+key, nil)
}

// listWords are the prefixes of the messages for lists of words, by the unit of the figure.
var listWords = map[policy.Unit]string{
	policy.ClassUnit: "word.priority_class.", policy.Classes: "word.priority_class.", policy.Kinds: "word.group_kind.",
	policy.GroundsUnit: "word.priority_group.", policy.Channels: "word.application_source.", policy.Refusals: "word.refusal_ground.",
	policy.WayList: "word.notice_way.", policy.Papers: "word.papers_ground.", policy.Relations: "word.staff_relation.",
	policy.Traits: "rule.exchange.same.",
}

// FigureValue words the value of a figure by its unit.
func FigureValue(p *i18n.Printer, f policy.Figure) string {
	text := f.Text()
	if string(f.Value) == "null" {
		return p.T("rule.none", nil)
	}
	switch f.Unit {
	case policy.Text, policy.ZoneUnit:
		return text
	case policy.DateUnit:
		if d, err := civil.ParseDate(text); err == nil {
			return DateText(p, d)
		}
	case policy.DayOfYear, policy.DaysOfYear:
		return eachWord(p, text, func(day string) string {
			month, day, _ := strings.Cut(day, "-")
			return day + "." + month
		})
	case policy.Turns:
		return turnsText(p, f)
	case policy.PointsUnit:
		return pointsText(p, f)
	case policy.Criteria:
		return eachWord(p, text, func(c string) string { return criterionText(p, policy.Criterion(c)) })
	case policy.Texts:
		return eachWord(p, text, func(name string) string { return p.T("rule."+f.Key+"."+name, nil) })
	}
	if prefix := listWords[f.Unit]; prefix != "" {
		return eachWord(p, text, func(word string) string { return p.T(prefix+word, nil) })
	}
	return countText(p, f, text)
}

// eachWord words a list that Text has joined by commas; an empty list is none.
func eachWord(p *i18n.Printer, list string, word func(string) string) string {
	if list == "" {
		return p.T("rule.none", nil)
	}
	words := strings.Split(list, ", ")
	for i, w := range words {
		words[i] = word(w)
	}
	return strings.Join(words, ", ")
}

// countText words a number with its unit, or a word of a closed list.
func countText(p *i18n.Printer, f policy.Figure, text string) string {
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

// sharedWords are the prefixes of messages for rules that share a list of words.
var sharedWords = map[string]string{"offer.declined": "consequence", "offer.expired": "consequence", "contract.lapsed": "consequence"}

// wordText words a word of a rule's closed list.
func wordText(p *i18n.Printer, f policy.Figure, word string) string {
	list := f.Key
	switch {
	case f.Unit == policy.DaysPerMonth:
		list = "payable"
	case f.Unit == policy.YesNo:
		list = "yes_no"
	case sharedWords[f.Key] != "":
		list = sharedWords[f.Key]
	}
	return p.T("rule."+list+"."+word, nil)
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

func criterionText(p *i18n.Printer, c policy.Criterion) string {
	if stage, is := c.Stage(); is {
		return p.T("rule.queue.order.points", map[string]any{"Stage": stage})
	}
	name, more, is := c.Fact()
	switch {
	case is && more:
		return p.T("rule.queue.order.more", map[string]any{"Fact": p.T("rule.fact."+name, nil)})
	case is:
		return p.T("rule.queue.order.less", map[string]any{"Fact": p.T("rule.fact."+name, nil)})
	}
	return p.T("rule.queue.order."+string(c), nil)
}

// pointsText words a table of points stage by stage, in the order of its rows.
func pointsText(p *i18n.Printer, f policy.Figure) string {
	var rows []policy.PointRow
	if err := json.Unmarshal(f.Value, &rows); err != nil {
		return f.Text()
	}
	var stages []string
	for i := 0; i < len(rows); {
		stage := rows[i].Stage
		var words []string
		for ; i < len(rows) && rows[i].Stage == stage; i++ {
			words = append(words, pointRowText(p, rows[i]))
		}
		stages = append(stages, p.T("rule.points.stage", map[string]any{"Stage": stage, "Rows": strings.Join(words, ", ")}))
	}
	return strings.Join(stages, "; ")
}

func pointRowText(p *i18n.Printer, r policy.PointRow) string {
	fact := p.T("rule.fact."+r.Fact, nil)
	if r.Of == policy.OfGuardian {
		fact = p.T("rule.points.each_guardian", map[string]any{"Fact": fact})
	}
	if r.Equals != "" && r.Equals != "yes" {
		fact += ": " + p.T("rule.fact."+r.Fact+"."+r.Equals, nil)
	}
	args := map[string]any{"Fact": fact, "Points": p.Number(r.Points)}
	if r.AtLeast == nil {
		return p.T("rule.points.row", args)
	}
	args["Least"] = p.Number(int(*r.AtLeast))
	return p.T("rule.points.row_least", args)
}
