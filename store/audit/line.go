package audit

import (
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// answers: a line that was answered says by whom and when, and nobody answered for the silent.
func answers(a *auditor) (string, error) {
	return a.first([]rule{
		{"it is answered and does not say by whom or when", `
SELECT 'line ' || line_id AS id FROM line WHERE authority_id = $1
AND state IN ('confirmed', 'disputed', 'corrected') AND (answered_by = '' OR answered_at IS NULL)`},
		{"nobody answered and somebody is named", `
SELECT 'line ' || line_id AS id FROM line WHERE authority_id = $1
AND state IN ('open', 'silent') AND (answered_by <> '' OR answered_at IS NOT NULL)`},
		{"it is disputed and names no day of its month", `
SELECT 'line ' || line_id AS id FROM line WHERE authority_id = $1
AND state IN ('disputed', 'corrected') AND (disputed_day IS NULL OR substr(CAST(disputed_day AS text), 1, 7) <> month)`},
	})
}

var sheetRules = []rule{
	{"its sheet, placement and child do not belong together", `
SELECT 'line ' || l.line_id AS id FROM line l
LEFT JOIN sheet s ON s.authority_id = l.authority_id AND s.sheet_id = l.sheet_id
LEFT JOIN placement p ON p.authority_id = l.authority_id AND p.placement_id = l.placement_id
WHERE l.authority_id = $1 AND (s.sheet_id IS NULL OR p.placement_id IS NULL OR l.child_id <> p.child_id
  OR l.kindergarten_id <> s.kindergarten_id OR l.month <> s.month OR p.group_id <> s.group_id)`},
	{"it is paid from a day on which the territory passed to no other profile", `
SELECT 'line ' || l.line_id AS id FROM line l WHERE l.authority_id = $1 AND l.funded_from IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM authority_profile a WHERE a.authority_id = l.authority_id AND a.from_day = l.funded_from)`},
	{"it does not have as many lines as it says", `
SELECT 'sheet ' || s.sheet_id AS id FROM sheet s LEFT JOIN (
  SELECT sheet_id, count(*) AS n FROM line WHERE authority_id = $1 GROUP BY sheet_id
) l ON l.sheet_id = s.sheet_id WHERE s.authority_id = $1 AND s.line_count <> coalesce(l.n, 0)`},
}

// lineAmounts: a confirmed line that nothing holds was posted the tariff × payable days ÷ working days, in whole tiyn and half
// up, by the tariffs known at its last posting; and whoever said yes before their month was calculated was posted at all.
// What changed since, a late answer or a tariff that counts backwards, waits for the next calculation and is no offence.
func lineAmounts(a *auditor) (string, error) {
	if offence, err := a.first(sheetRules); offence != "" || err != nil {
		return offence, err
	}
	tariffs, err := a.tariffs()
	if err != nil {
		return "", err
	}
	calculated, err := a.calculated()
	if err != nil {
		return "", err
	}
	posted, err := a.postings()
	if err != nil {
		return "", err
	}
	return a.stream(`SELECT line_id, month, group_kind, days, payable_days, working_days, tiyn, answered_at, CAST(funded_from AS text) FROM line
WHERE authority_id = $1 AND state = 'confirmed' AND held = '' ORDER BY line_id`, func(rows *sql.Rows) (string, error) {
		var l line
		err := rows.Scan(&l.id, &l.month, &l.kind, &l.days, &l.payable, &l.working, &l.tiyn, &l.answered, &l.from)
		if err != nil {
			return "", err
		}
		l.posted = posted[l.id]
		return l.offence(tariffs, calculated[l.month]), nil
	})
}

// postings tells when each line was posted last.
func (a *auditor) postings() (map[string]instant, error) {
	last := map[string]instant{}
	_, err := a.stream(`SELECT line_id, created_at FROM claim_line WHERE authority_id = $1 ORDER BY claim_id, line_id`, func(rows *sql.Rows) (string, error) {
		var id string
		var at instant
		err := rows.Scan(&id, &at)
		last[id] = max(last[id], at)
		return "", err
	})
	return last, err
}

type line struct {
	id, month, kind, days  string
	payable, working, tiyn int64
	answered, posted       instant
	from                   sql.NullString // first day that is paid, where it is not the whole line
}

func (l line) offence(tariffs tariffTable, calculated instant) string {
	days, inside := l.paidDays()
	if !inside {
		return fmt.Sprintf("line %s: it is paid from a day of another month", l.id)
	}
	payable, working, ok := count(days)
	first, err := time.Parse("2006-01", l.month)
	if !ok || err != nil || len(l.days) != first.AddDate(0, 1, -1).Day() {
		return fmt.Sprintf("line %s: its days are not those of a month", l.id)
	}
	if l.tiyn == 0 {
		if l.answered < calculated && tariffs.amount(l.kind, l.month, calculated, payable, working) != 0 {
			return fmt.Sprintf("line %s: it was confirmed before %s was calculated and nothing is posted", l.id, l.month)
		}
		return ""
	}
	if want := tariffs.amount(l.kind, l.month, l.posted, payable, working); l.tiyn != want {
		return fmt.Sprintf("line %s: %d tiyn posted, %d of %d days come to %d", l.id, l.tiyn, payable, working, want)
	}
	if l.payable != payable || l.working != working {
		return fmt.Sprintf("line %s: %d of %d days counted, it shows %d of %d", l.id, payable, working, l.payable, l.working)
	}
	return ""
}

// paidDays are the codes with those before the first paid day as days without a contract: the territory passed to another
// profile in the month, and public money pays the child from then on.
func (l line) paidDays() (days string, inside bool) {
	if !l.from.Valid {
		return l.days, true
	}
	var day int
	if n, err := fmt.Sscanf(l.from.String, l.month+"-%d", &day); n != 1 || err != nil || day < 1 || day > len(l.days) {
		return "", false
	}
	before := []byte(l.days[:day-1])
	for i, code := range before {
		if code != '.' {
			before[i] = '-'
		}
	}
	return string(before) + l.days[day-1:], true
}

// maxRequests is how many days at the parents' request a month pays (rules-kz.md, 5.12).
const maxRequests = 3

// count tells the payable and the working days of a line: P S C Q W V pay always, A up to three times, U and - never.
func count(days string) (payable, working int64, ok bool) {
	requests := 0
	for _, code := range days {
		switch code {
		case '.':
			continue
		case 'P', 'S', 'C', 'Q', 'W', 'V':
			payable++
		case 'A':
			if requests++; requests <= maxRequests {
				payable++
			}
		case 'U', '-':
		default:
			return 0, 0, false
		}
		working++
	}
	return payable, working, true
}

type tariff struct {
	from   string
	number int64
	rate   int64
	known  instant
}

type tariffTable map[string][]tariff // by group kind

func (a *auditor) tariffs() (tariffTable, error) {
	table := tariffTable{}
	_, err := a.stream(`SELECT group_kind, CAST(from_day AS text), number, rate_tiyn, created_at FROM tariff WHERE authority_id = $1`, func(rows *sql.Rows) (string, error) {
		var kind string
		var t tariff
		err := rows.Scan(&kind, &t.from, &t.number, &t.rate, &t.known)
		table[kind] = append(table[kind], t)
		return "", err
	})
	return table, err
}

// amount is the tariff known at an instant and in force on the first day of the month, shared by days and rounded half up.
func (table tariffTable) amount(kind, month string, at instant, payable, working int64) int64 {
	best := tariff{number: -1}
	for _, t := range table[kind] {
		if t.known <= at && t.from <= month+"-01" && (t.from > best.from || t.from == best.from && t.number > best.number) {
			best = t
		}
	}
	if working == 0 {
		return 0
	}
	return (2*best.rate*payable + working) / (2 * working)
}

// calculated tells when each calculated month was calculated, by its cycle's own event.
func (a *auditor) calculated() (map[string]instant, error) {
	began := map[string]instant{}
	_, err := a.stream(`SELECT c.month, e.at, e.payload FROM payment_cycle c
JOIN event e ON e.authority_id = c.authority_id AND e.subject = c.month AND e.payload IS NOT NULL
WHERE c.authority_id = $1 AND c.state NOT IN ('opened', 'sheets_signed', 'answered')`, func(rows *sql.Rows) (string, error) {
		var month, payload string
		var at instant
		err := rows.Scan(&month, &at, &payload)
		if fact(payload, "state") == "calculated" {
			began[month] = at
		}
		return "", err
	})
	return began, err
}

// instant is a point of time as fixed-width UTC text, which sorts as times do; empty for NULL.
type instant string

const instantLayout = "2006-01-02T15:04:05.000000Z"

// Scan reads what either engine's driver gives.
func (i *instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = ""
	case string:
		*i = instant(v)
	case time.Time:
		*i = instant(v.UTC().Format(instantLayout))
	default:
		return fmt.Errorf("scan instant from %T", src)
	}
	return nil
}

// fact finds a plain value in an event's canonical text, which has one line per fact; empty when there is none.
func fact(payload, name string) string {
	_, rest, _ := strings.Cut(payload, "\nfield."+name+"=")
	value, _, _ := strings.Cut(rest, "\n")
	return value
}
