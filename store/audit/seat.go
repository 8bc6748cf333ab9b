package audit

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"time"
)

var capacityRules = []rule{
	{"the children placed are not as many as the group counts", `
SELECT 'group ' || g.group_id AS id FROM age_group g LEFT JOIN (
  SELECT group_id, count(*) AS n FROM placement WHERE authority_id = $1 AND state <> 'ended' GROUP BY group_id
) p ON p.group_id = g.group_id WHERE g.authority_id = $1 AND g.placed <> coalesce(p.n, 0)`},
	{"the seats held by offers are not as many as the group counts", `
SELECT 'group ' || g.group_id AS id FROM age_group g LEFT JOIN (
  SELECT group_id, count(*) AS n FROM (
    SELECT group_id FROM offer WHERE authority_id = $1 AND of_what = 'seat' AND state IN ('open', 'accepted')
    UNION ALL
    SELECT group_id FROM transfer WHERE authority_id = $1 AND after_id IS NULL AND state IN ('offered', 'accepted')
  ) held GROUP BY group_id
) o ON o.group_id = g.group_id WHERE g.authority_id = $1 AND g.offered <> coalesce(o.n, 0)`},
	{"more seats are taken and held than are open", `
SELECT 'group ' || group_id AS id FROM age_group WHERE authority_id = $1 AND placed + offered > seats - closed`},
	{"its group belongs to another kindergarten", `
SELECT 'placement ' || p.placement_id AS id FROM placement p
JOIN age_group g ON g.authority_id = p.authority_id AND g.group_id = p.group_id
WHERE p.authority_id = $1 AND p.kindergarten_id <> g.kindergarten_id`},
}

// capacity: now no group counts more than its open seats, the counts are those of the rows, and on no day of the year did
// more children belong to a group than it had open seats around that day. Seats closed later do not make a past day wrong.
func capacity(a *auditor) (string, error) {
	if offence, err := a.first(capacityRules); offence != "" || err != nil {
		return offence, err
	}
	groups, err := a.openSeats()
	if err != nil {
		return "", err
	}
	var group string
	var moments []string
	offence, err := a.stream(`SELECT group_id, CAST(from_day AS text), CAST(to_day AS text) FROM placement
WHERE authority_id = $1 ORDER BY group_id`, func(rows *sql.Rows) (string, error) {
		var id, from string
		var to sql.NullString
		if err := rows.Scan(&id, &from, &to); err != nil {
			return "", err
		}
		if id != group {
			if offence := crowded(group, moments, groups[group]); offence != "" {
				return offence, nil
			}
			group, moments = id, moments[:0]
		}
		moments = append(moments, from+comes)
		if to.Valid {
			moments = append(moments, to.String+goes)
		}
		return "", nil
	})
	if offence == "" && err == nil {
		offence = crowded(group, moments, groups[group])
	}
	return offence, err
}

// A child comes on the first day and goes after the last one, so on one day all comings sort before all goings.
const comes, goes = "+", "-"

func crowded(group string, moments []string, open seats) string {
	slices.Sort(moments)
	there := 0
	for _, m := range moments {
		day := m[:len(m)-1]
		if m[len(m)-1:] == goes {
			there--
			continue
		}
		if there++; there > open.now && there > open.around(day) {
			return fmt.Sprintf("group %s: %d children on %s, more than its open seats", group, there, day)
		}
	}
	return ""
}

// seats is how many seats of a group are open now, and what its events said before.
type seats struct {
	now    int
	before []change
}

type change struct {
	at   instant
	open int
}

// around is the greatest number of open seats from the day before to the day after: an event's instant is of UTC, and a
// child who left in the morning belongs to the day although its seat was closed in the evening.
func (s seats) around(day string) int {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return s.now
	}
	from, to := instant(d.AddDate(0, 0, -1).Format(time.DateOnly)), instant(d.AddDate(0, 0, 2).Format(time.DateOnly))
	most, current := 0, 0
	for _, c := range s.before {
		if c.at >= to {
			break
		}
		if c.at >= from {
			most = max(most, current)
		}
		current = c.open
	}
	return max(most, current)
}

func (a *auditor) openSeats() (map[string]seats, error) {
	groups := map[string]seats{}
	_, err := a.stream(`SELECT group_id, seats - closed FROM age_group WHERE authority_id = $1`, func(rows *sql.Rows) (string, error) {
		var id string
		var s seats
		err := rows.Scan(&id, &s.now)
		groups[id] = s
		return "", err
	})
	if err != nil {
		return nil, err
	}
	_, err = a.stream(`SELECT g.group_id, e.at, e.payload FROM age_group g
JOIN event e ON e.authority_id = g.authority_id AND e.subject = g.group_id
WHERE g.authority_id = $1 AND e.payload IS NOT NULL ORDER BY g.group_id, e.at, e.sequence`, func(rows *sql.Rows) (string, error) {
		var id, payload string
		var c change
		err := rows.Scan(&id, &c.at, &payload)
		all, noSeats := strconv.Atoi(fact(payload, "seats"))
		closed, noClosed := strconv.Atoi(fact(payload, "closed"))
		if noSeats == nil && noClosed == nil {
			c.open = all - closed
			s := groups[id]
			s.before = append(s.before, c)
			groups[id] = s
		}
		return "", err
	})
	return groups, err
}

var childRules = []rule{
	{"it is live and not in the nation's register under its child", `
SELECT 'placement ' || p.placement_id AS id FROM placement p
JOIN child c ON c.authority_id = p.authority_id AND c.child_id = p.child_id
LEFT JOIN live_placement n ON n.child_iin = c.iin AND n.authority_id = p.authority_id AND n.placement_id = p.placement_id
WHERE p.authority_id = $1 AND p.state <> 'ended' AND n.child_iin IS NULL`},
	{"the nation's register holds it and it is not live", `
SELECT 'placement ' || n.placement_id AS id FROM live_placement n
LEFT JOIN placement p ON p.authority_id = n.authority_id AND p.placement_id = n.placement_id AND p.state <> 'ended'
WHERE n.authority_id = $1 AND p.placement_id IS NULL`},
}

// childOnce: no child belongs to two placements on one day, and the nation's register holds the live ones and no other.
func childOnce(a *auditor) (string, error) {
	if offence, err := a.first(childRules); offence != "" || err != nil {
		return offence, err
	}
	var child, until string
	return a.stream(`SELECT child_id, placement_id, CAST(from_day AS text), CAST(to_day AS text) FROM placement
WHERE authority_id = $1 ORDER BY child_id, from_day, placement_id`, func(rows *sql.Rows) (string, error) {
		var id, placement, from string
		var to sql.NullString
		if err := rows.Scan(&id, &placement, &from, &to); err != nil {
			return "", err
		}
		if id == child && from <= until {
			return fmt.Sprintf("placement %s: child %s belongs to another one on %s", placement, child, from), nil
		}
		if !to.Valid {
			to.String = "9999-12-31"
		}
		if id != child {
			child, until = id, ""
		}
		until = max(until, to.String)
		return "", nil
	})
}
