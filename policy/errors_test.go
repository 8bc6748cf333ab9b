package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/balajol/balajol/policy"
)

// Each row spoils one place of a profile; the error has to name it.
func TestParseNamesTheFault(t *testing.T) {
	t.Parallel()
	const (
		choice  = `{"key": "choice.max", "value": 4, "unit": "kindergartens", "from": "2025-01-01",`
		source  = `"source": "orda.kz 378744; informburo.kz (single base, up to four)", "mark": "press"}`
		head    = `{"key": "queue.head", "value": ["extraordinary"], "unit": "classes",`
		stop    = `{"key": "suspension.term", "value": 10, "unit": "calendar_days"`
		order   = `["registered_at"]`
		points  = `"value": null, "unit": "points"`
		refresh = `["01-01"]`
		turns   = `"value": [{"class": "priority", "take": 1}, {"class": "general", "take": 3}]`
	)
	for name, c := range map[string]struct{ old, new, want string }{
		"no JSON":             {`{`, ``, "line 2: invalid character"},
		"broken JSON":         {`"title": {`, `"title": {,`, "line 4"},
		"cut short":           {"\n  ]\n}\n", "", "unexpected"},
		"more after the end":  {"\n  ]\n}\n", "\n  ]\n}\n{}", "after top-level value"},
		"unknown name":        {`"format"`, `"fromat"`, `unknown name "fromat"`},
		"name in capitals":    {`"format"`, `"Format"`, `unknown name "Format"`},
		"name twice":          {`"format"`, `"name": "kz", "format"`, `"name" is given twice`},
		"wrong format":        {`profile/1`, `profile/2`, `want "balajol/profile/1"`},
		"wrong name":          {`"name": "kz-classic-2025"`, `"name": "KZ classic"`, "small letters"},
		"no title":            {`"en": "Kazakhstan: direction to a kindergarten"`, `"en": ""`, "title"},
		"no first day":        {"  \"from\": \"2025-01-01\",\n", "", "from is missing"},
		"no calendars":        {`["kz-2025", "kz-2026", "kz-2027"]`, `[]`, "calendars"},
		"unknown calendar":    {`"kz-2027"`, `"kz-2038"`, `calendar "kz-2038"`},
		"calendar twice":      {`"kz-2027"`, `"kz-2026"`, "given twice"},
		"figure is no object": {choice, `7, ` + choice, "figures[@]"},
		"unknown key":         {`"choice.max"`, `"choice.most"`, "figures[@]: choice.most: unknown key"},
		"no key":              {`"key": "choice.max", `, ``, "figures[@]: key is missing"},
		"key missing":         {choice, `{"key": "round.every", "value": "day", "unit": "word", "from": "2030-01-01",`, "figure choice.max is missing"},
		"unknown field":       {source, `"remark": "", ` + source, `figures[@]: unknown name "remark"`},
		"field twice":         {source, `"unit": "times", ` + source, `"unit" is given twice`},
		"no value":            {`"value": 4, `, ``, "choice.max: value is missing"},
		"null where required": {`"value": 4, `, `"value": null, `, "choice.max: value null: there must be such a rule"},
		"wrong type":          {`"value": 4, `, `"value": "4", `, `choice.max: value "4": want a whole number`},
		"a fraction":          {`"value": 4, `, `"value": 4.5, `, "want a whole number"},
		"out of range":        {`"value": 4, `, `"value": 0, `, "choice.max: value 0: want 1 to 20"},
		"wrong unit":          {`"kindergartens"`, `"children"`, `choice.max: unit "children": want one of [kindergartens]`},
		"no unit":             {`"unit": "kindergartens", `, ``, `choice.max: unit ""`},
		"no source":           {source, `"source": "  ", "mark": "press"}`, "choice.max: source is missing"},
		"no mark":             {source, `"source": "x"}`, `choice.max: mark ""`},
		"unknown mark":        {source, `"source": "x", "mark": "rumour"}`, `choice.max: mark "rumour"`},
		"no from":             {choice, strings.Replace(choice, `"2025-01-01"`, `""`, 1), "choice.max: from is missing"},
		"no such day":         {choice, strings.Replace(choice, `01-01`, `02-30`, 1), "no such day"},
		"to before from":      {choice, choice + `"to": "2024-12-31", `, "choice.max: to 2024-12-31 is before from 2025-01-01"},
		"begins late":         {choice, strings.Replace(choice, `2025-01-01`, `2025-01-02`, 1), "choice.max begins on 2025-01-02, after the profile's first day"},
		"unknown word":        {`"value": "seat"`, `"value": "bribe"`, `round.target: value "bribe": unknown word`},
		"unknown criterion":   {order, `["bribe"]`, `queue.order: value ["bribe"]: unknown criterion "bribe"`},
		"criterion twice":     {order, `["lottery", "lottery"]`, `"lottery" is named twice`},
		"stage without name":  {order, `["points:"]`, "unknown criterion"},
		"fact in capitals":    {order, `["fact:Income"]`, "unknown criterion"},
		"points of nowhere":   {order, `["points:1"]`, "queue.order names points:1: points.table has no such stage"},
		"points without row":  {points, `"value": 7, "unit": "points"`, "points.table: value 7: want a list of rows"},
		"points of somebody":  {points, `"value": [{"stage": "1", "fact": "work", "of": "aunt", "equals": "yes", "points": 1}], "unit": "points"`, `row 1: of "aunt"`},
		"points for nothing":  {points, `"value": [{"stage": "1", "fact": "work", "of": "guardian", "points": 1}], "unit": "points"`, "want equals or at_least"},
		"points both ways":    {points, `"value": [{"stage": "1", "fact": "work", "of": "child", "equals": "yes", "at_least": 1, "points": 1}], "unit": "points"`, "and not both"},
		"points without end":  {points, `"value": [{"stage": "1", "fact": "work", "of": "child", "equals": "yes", "points": 1000000}], "unit": "points"`, "points 1000000"},
		"points named badly":  {points, `"value": [{"stage": "1", "fact": "Work", "of": "child", "equals": "yes", "points": 1}], "unit": "points"`, `fact "Work"`},
		"points of no stage":  {points, `"value": [{"fact": "work", "of": "child", "equals": "yes", "points": 1}], "unit": "points"`, `stage ""`},
		"points for a shout":  {points, `"value": [{"stage": "1", "fact": "work", "of": "child", "equals": "YES", "points": 1}], "unit": "points"`, `equals "YES"`},
		"points with a name":  {points, `"value": [{"stage": "1", "fact": "work", "when": "now"}], "unit": "points"`, `unknown name "when"`},
		"points said twice": {
			points, `"value": [{"stage": "1", "fact": "work", "of": "child", "at_least": 8, "points": 1}, {"stage": "1", "fact": "work", "of": "child", "at_least": 8, "points": 2}], "unit": "points"`,
			"row 2: child work is named twice",
		},
		"days turned round":   {refresh, `["06-30", "01-01"]`, `queue.refresh: value ["06-30","01-01"]: "01-01" does not come after "06-30"`},
		"days of no year":     {refresh, `["02-30"]`, "queue.refresh"},
		"name with a blank":   {`"licence"`, `"a licence"`, `"a licence": want small letters`},
		"name named twice":    {`"licence", "sanitary_conclusion"`, `"licence", "licence"`, `"licence" is named twice`},
		"unknown class":       {head, strings.Replace(head, `["extraordinary"]`, `["vip"]`, 1), "queue.head"},
		"class twice":         {head, strings.Replace(head, `["extraordinary"]`, `["general", "general"]`, 1), `"general" is named twice`},
		"class left out":      {head, strings.Replace(head, `["extraordinary"]`, `["priority"]`, 1), "class extraordinary stands neither in queue.head nor in queue.pattern"},
		"turn of nobody":      {turns, `"value": [{"class": "priority", "take": 0}]`, "take 0"},
		"turn with a name":    {turns, `"value": [{"class": "priority", "take": 1, "after": 2}]`, `unknown name "after"`},
		"turn of no class":    {turns, `"value": [{"take": 1}]`, `unknown word ""`},
		"turns as a number":   {turns, `"value": 3`, "want a list of turns"},
		"unknown zone":        {`"Asia/Almaty"`, `"Asia/Atlantis"`, "zone"},
		"no day of a year":    {`"value": "08-01", "unit": "month_day", "from": "2025-01-01",` + "\n", `"value": "02-29", "unit": "month_day", "from": "2025-01-01",` + "\n", "season.formation"},
		"season turned round": {`"value": "06-01"`, `"value": "09-01"`, "season.release_to 08-01 is before season.release_from 09-01"},
		"wrong cap":           {`"value": "never"`, `"value": "seldom"`, `attendance.payable.U: value "seldom": want "all", "never" or 1 to 31`},
		"cap in a list":       {`"value": "never"`, `"value": ["never"]`, "attendance.payable.U"},
		"cap of a long month": {`"key": "attendance.payable.A", "value": 3`, `"key": "attendance.payable.A", "value": 32`, "attendance.payable.A"},
		"no truth":            {`"value": true`, `"value": "yes"`, "round.skip_without_seats: value \"yes\": want true or false"},
		"wrong currency":      {`"KZT"`, `"TENGE"`, "want 3 to 3 characters"},
		"code in small":       {`"859"`, `"budget"`, "want capital letters"},
		"sum below zero":      {`"value": 0, "unit": "tiyn"`, `"value": -1, "unit": "tiyn"`, "registration.fee"},
		"wrong rounding":      {`"half_up"`, `"up"`, "payment.rounding"},
		"wrong date":          {`"value": null, "unit": "date"`, `"value": "soon", "unit": "date"`, "pilot.expires"},
		"term below zero":     {stop, strings.Replace(stop, "10", "-1", 1), "suspension.term"},
		"term in years":       {stop, strings.Replace(stop, "calendar_days", "years", 1), `suspension.term: unit "years"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := text(t, "kz-classic-2025")
			if !strings.Contains(whole, c.old) {
				t.Fatalf("the profile does not hold %q", c.old)
			}
			rows := strings.Count(whole[:strings.Index(whole, choice)], `{"key": `) // before that of the choice
			c.want = strings.Replace(c.want, "[@]", fmt.Sprintf("[%d]", rows), 1)
			p, err := policy.Parse([]byte(replaceIn(whole, c.old, c.new)))
			if err == nil || p != nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}

// replaceIn replaces the first place; in "formation" rows look alike, so a text that ends in a line end is replaced last.
func replaceIn(whole, old, replacement string) string {
	if i := strings.LastIndex(whole, old); strings.HasSuffix(old, "\n") && i >= 0 {
		return whole[:i] + replacement + whole[i+len(old):]
	}
	return strings.Replace(whole, old, replacement, 1)
}

func TestParseRefusesOverlapAndGap(t *testing.T) {
	t.Parallel()
	const more = `{"key": "suspension.term", "value": 20, "unit": "calendar_days", "from": "%", "source": "order", "mark": "law"},`
	for from, want := range map[string]string{
		"2026-03-31": "figure suspension.term: 2025-01-01/2026-03-31 overlaps 2026-03-31/..",
		"2025-01-01": "overlaps",
		"2026-04-02": "figure suspension.term: no value between 2025-01-01/2026-03-31 and 2026-04-02/..",
	} {
		if _, err := dated(t, strings.Replace(more, "%", from, 1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a second row from %s: got %v, want %q", from, err, want)
		}
	}
	if _, err := dated(t, strings.Replace(more, "%", "2026-04-01", 1)); err != nil {
		t.Errorf("a second row from the day after: %v", err)
	}
}

func TestParseRefusesWhatIsNoObject(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "null", "[]", "7", `"kz"`, `{}`, `{"figures": [null]}`} {
		if p, err := policy.Parse([]byte(raw)); err == nil || p != nil {
			t.Errorf("Parse(%q): got %v, want an error", raw, p)
		}
	}
}

func TestParseCalendarNamesTheFault(t *testing.T) {
	t.Parallel()
	const newYear = `{"date": "2026-01-01", "kind": "holiday", "name": "New Year", "mark": "press"}`
	const whole = `{"format": "balajol/calendar/1", "name": "kz-2026", "year": 2026, "source": "decree", "weekend": ["saturday", "sunday"], "days": [` + newYear + `]}`
	for name, c := range map[string]struct{ old, new, want string }{
		"no JSON":             {whole, ``, "unexpected end"},
		"wrong format":        {`calendar/1`, `calendar/9`, "format"},
		"wrong name":          {`"kz-2026"`, `""`, "name"},
		"unknown name":        {`"source"`, `"sources"`, `unknown name "sources"`},
		"no source":           {`"decree"`, `""`, "source is missing"},
		"no year":             {`"year": 2026, `, ``, "not of the year 0"},
		"year too far":        {`"year": 2026, `, `"year": 20260, `, "not of the year"},
		"no weekend":          {`["saturday", "sunday"]`, `[]`, "weekend is missing"},
		"unknown weekday":     {`"saturday"`, `"samstag"`, `weekend[0]: "samstag"`},
		"weekday twice":       {`"saturday"`, `"sunday"`, "weekend[1]"},
		"no working day":      {`"saturday"`, `"monday", "tuesday", "wednesday", "thursday", "friday", "saturday"`, "no day is left"},
		"day twice":           {newYear, newYear + `, ` + newYear, "days[1]: date 2026-01-01 is given twice"},
		"day of another year": {`2026-01-01`, `2025-01-01`, `days[0]: date "2025-01-01" is not of the year 2026`},
		"day without date":    {`"date": "2026-01-01", `, ``, "days[0]: date"},
		"unknown kind":        {`"kind": "holiday"`, `"kind": "feast"`, `days[0]: 2026-01-01: kind "feast"`},
		"day without name":    {`"name": "New Year", `, ``, "name is missing"},
		"day without mark":    {`, "mark": "press"`, ``, "mark"},
		"unknown field":       {`"mark"`, `"remark": "", "mark"`, `days[0]: unknown name "remark"`},
		"work on a workday":   {`"kind": "holiday"`, `"kind": "moved_to_work"`, "2026-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.old != whole && strings.Count(whole, c.old) == 0 {
				t.Fatalf("the calendar does not hold %q", c.old)
			}
			got, err := policy.ParseCalendar([]byte(strings.Replace(whole, c.old, c.new, 1)))
			if err == nil || got != nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
	if c, err := policy.ParseCalendar([]byte(whole)); err != nil || c.Year != 2026 || len(c.Days) != 1 {
		t.Errorf("the calendar as it is: %v, %v", c, err)
	}
}
