package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/service/admission"
)

// simulationReport puts a comparison into words, a table and a picture.
type simulationReport struct {
	*i18n.Printer
	admission.PolicyComparison
	city   *city
	choose bool
}

// The marks of what is not printed, in every language.
const (
	hiddenMark = "×"
	noneMark   = "–" // an average or a share of nobody
)

func smallMark(limit int) string { return "<" + strconv.Itoa(limit) }

// preface is what stands above the figures: what was compared, on what, and how to read it.
func (r simulationReport) preface() []string {
	lines := []string{r.title(), r.side("simulate.side.base", r.Base), r.side("simulate.side.try", r.Try), r.source()}
	if r.city.simulation != nil {
		lines = append(lines, r.T("simulate.generated", nil))
	}
	return append(lines, r.T("simulate.level."+string(r.Level), nil), r.T("simulate.checked", nil))
}

func (r simulationReport) title() string {
	a := r.city.authority
	return r.T("simulate.title", map[string]any{"Authority": r.own(a.NameKK, a.NameRU, a.NameEN), "Day": r.Date(r.Day.Year(), r.Day.MonthOfYear(), r.Day.Day())})
}

// own is the one of three texts in the reader's language.
func (r simulationReport) own(kk, ru, en string) string {
	return map[i18n.Lang]string{i18n.Kazakh: kk, i18n.Russian: ru, i18n.English: en}[r.Lang()]
}

func (r simulationReport) side(key string, s admission.SimulatedSide) string {
	gives := string(s.Target)
	if s.Target == policy.TargetVoucher && r.choose {
		gives = "choice"
	}
	title := s.Profile.Title
	return r.T(key, map[string]any{"Profile": s.Profile.Name, "Title": r.own(title.KK, title.RU, title.EN), "Gives": r.T("simulate.gives."+gives, map[string]any{"Seats": r.Number(s.Seats)})})
}

// source says what the snapshot is.
func (r simulationReport) source() string {
	switch {
	case r.Round.ID == "":
		return r.T("simulate.source.queue", nil)
	case r.Restored:
		return r.T("simulate.source.restored", map[string]any{"Number": strconv.FormatInt(r.Round.Number, 10), "Hash": r.Round.ProblemSHA256})
	}
	return r.T("simulate.source.differs", map[string]any{"Number": strconv.FormatInt(r.Round.Number, 10)})
}

// notes is what stands below: what is hidden and why, and the hashes by which the run can be told.
func (r simulationReport) notes() []string {
	lines := []string{r.T("simulate.hidden", map[string]any{"Small": smallMark(r.Limit), "Most": strconv.Itoa(r.Limit - 1), "Mark": hiddenMark})}
	return append(lines, r.T("simulate.hash.base", map[string]any{"Hashes": strings.Join(r.Base.Hashes, " ")}),
		r.T("simulate.hash.try", map[string]any{"Hashes": strings.Join(r.Try.Hashes, " ")}))
}

// page is the report for the terminal.
func (r simulationReport) page() string {
	var b strings.Builder
	for _, line := range r.preface() {
		b.WriteString(line + "\n")
	}
	if !r.Dropped {
		b.WriteString("\n" + r.T("simulate.pairs", nil) + "\n")
	}
	for _, t := range r.tables() {
		b.WriteString("\n")
		if note := r.dropped(t); note != "" {
			b.WriteString(r.T("simulate.by."+t.By, nil) + "\n" + note + "\n")
			continue
		}
		head := []string{r.T("simulate.by."+t.By, nil)}
		for _, c := range r.columns() {
			head = append(head, r.T("simulate.column."+c.key, nil))
		}
		lines := [][]string{head}
		for _, row := range t.Rows {
			line := []string{r.label(t.By, row.Key)}
			for _, c := range r.columns() {
				line = append(line, c.text(row))
			}
			lines = append(lines, line)
		}
		b.WriteString(align(lines))
	}
	b.WriteString("\n")
	for _, line := range r.notes() {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// dropped says why a table is not shown; "" if it is.
func (r simulationReport) dropped(t indicator.Table) string {
	switch {
	case r.Dropped:
		return r.T("simulate.dropped.all", map[string]any{"Limit": strconv.Itoa(r.Limit)})
	case t.Dropped:
		return r.T("simulate.dropped.table", nil)
	}
	return ""
}

// tables are the total and the tables behind it.
func (r simulationReport) tables() []indicator.Table {
	return append([]indicator.Table{{By: "all", Rows: []indicator.Row{r.Total}}}, r.Tables...)
}

// simulationColumn is a column of the terminal's table.
type simulationColumn struct {
	key  string
	text func(indicator.Row) string
}

// columns are those that the level knows; base stands left of the arrow.
func (r simulationReport) columns() []simulationColumn {
	pair := func(key string, base, try func(indicator.Row) string) simulationColumn {
		return simulationColumn{key, func(row indicator.Row) string { return base(row) + " → " + try(row) }}
	}
	columns := []simulationColumn{
		{"children", r.count(indicator.Children)}, {"gain", r.count(indicator.Gain)}, {"lose", r.count(indicator.Lose)}, {"unchanged", r.count(indicator.Unchanged)},
		pair("placed", r.count(indicator.BasePlaced), r.count(indicator.TryPlaced)), pair("waiting", r.count(indicator.BaseUnplaced), r.count(indicator.TryUnplaced)),
	}
	if r.Level == indicator.LevelKindergarten {
		columns = append(columns, pair("first", r.share(indicator.BaseFirst, indicator.BasePlaced), r.share(indicator.TryFirst, indicator.TryPlaced)),
			pair("rank", r.mean(indicator.BaseRank, 2), r.mean(indicator.TryRank, 2)))
	}
	return append(columns, pair("days_placed", r.mean(indicator.BaseWaitedPlaced, 0), r.mean(indicator.TryWaitedPlaced, 0)),
		pair("days_waiting", r.mean(indicator.BaseWaitedUnplaced, 0), r.mean(indicator.TryWaitedUnplaced, 0)))
}

func (r simulationReport) count(f indicator.Figure) func(indicator.Row) string {
	return func(row indicator.Row) string { return r.cell(row.Counts[f], r.Number) }
}

// cell writes a count, or its mark.
func (r simulationReport) cell(c indicator.Cell, number func(int) string) string {
	switch c.Mark {
	case indicator.Small:
		return smallMark(r.Limit)
	case indicator.Hidden:
		return hiddenMark
	}
	return number(c.N)
}

// share is part of whole in per cent; it is hidden with either of them.
func (r simulationReport) share(part, whole indicator.Figure) func(indicator.Row) string {
	return func(row indicator.Row) string {
		if row.Counts[part].Mark != indicator.Shown || row.Counts[whole].Mark != indicator.Shown {
			return hiddenMark
		}
		return r.Percent(row.Counts[part].N, row.Counts[whole].N)
	}
}

// mean writes an average with so many decimals, half up.
func (r simulationReport) mean(a indicator.Average, places int) func(indicator.Row) string {
	return func(row indicator.Row) string {
		text := meanText(row.Means[a], places)
		if r.Lang() != i18n.English {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	}
}

func meanText(m indicator.Mean, places int) string {
	switch {
	case m.Mark != indicator.Shown:
		return hiddenMark
	case m.N == 0:
		return noneMark
	}
	unit := 1
	for range places {
		unit *= 10
	}
	n := (2*m.Sum*unit + m.N) / (2 * m.N)
	if places == 0 {
		return strconv.Itoa(n)
	}
	rest := strconv.Itoa(n%unit + unit)[1:]
	return strconv.Itoa(n/unit) + "." + rest
}

// label names a row for people.
func (r simulationReport) label(by, key string) string {
	switch by {
	case "class":
		return r.T("word.priority_class."+key, nil)
	case "language":
		return r.T("word.language."+key, nil)
	case "age":
		years, _ := strconv.Atoi(key) // indicator wrote it
		return r.N("simulate.years", years, nil)
	case "district":
		return cmp.Or(key, r.T("simulate.district_unknown", nil))
	}
	return r.T("simulate.everybody", nil)
}

// align sets the first column to the left and the others to the right.
func align(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		for i, cell := range line {
			gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				b.WriteString(cell + gap)
			} else {
				b.WriteString("  " + gap + cell)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// csv is the table for spreadsheets: keys that stay, a label in the reader's language, marks where nothing is printed, and
// the notes as rows of their own.
func (r simulationReport) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{slices.Concat([]string{"by", "key", "label"}, figureNames[:], averageNames[:])}
	for _, t := range r.tables() {
		if note := r.dropped(t); note != "" {
			rows = append(rows, []string{t.By, "", note})
		}
		for _, row := range t.Rows {
			if r.Dropped {
				break
			}
			line := []string{t.By, row.Key, r.label(t.By, row.Key)}
			for _, c := range row.Counts {
				line = append(line, r.cell(c, strconv.Itoa))
			}
			for _, m := range row.Means {
				line = append(line, meanText(m, 2))
			}
			rows = append(rows, line)
		}
	}
	for _, note := range append(r.preface(), r.notes()...) {
		rows = append(rows, []string{"note", "", note})
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, len(rows[0])-len(rows[i]))...)
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// The columns of the file, in the order of indicator.
var (
	figureNames = [indicator.Figures]string{
		"children", "base_placed", "base_first_choice", "base_other_choice", "base_waiting", "try_placed", "try_first_choice", "try_other_choice", "try_waiting",
		"gain", "lose", "unchanged",
	}
	averageNames = [indicator.Averages]string{
		"base_mean_rank", "base_days_placed", "base_days_waiting", "try_mean_rank", "try_days_placed", "try_days_waiting",
	}
)
