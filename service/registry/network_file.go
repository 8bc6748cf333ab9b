package registry

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/register"
)

// networkColumns are the columns of a network file; those of optionalColumns may be missing.
var (
	networkColumns  = []string{"id", "name", "ownership", "kind", "groups", "places", "places_source", "opened", "state_order", "seed_ref"}
	optionalColumns = []string{"district", "settlement", "lat", "lon", "language", "regime", "group_kind", "former_names"}
)

// networkRow is one organisation as the file gives it.
type networkRow struct {
	line         int
	kindergarten register.Kindergarten
	groupKind    register.GroupKind
}

// RowError is one thing wrong with a file: where it is, and a code whose message says what to do.
type RowError struct {
	Line   int    // 1 is the header
	Column string // empty when the whole line is at fault
	Err    *register.Error
}

// FileErrors lists every wrong row of a file.
type FileErrors []RowError

// Error counts the wrong rows; the list itself is for the reader of the file.
func (e FileErrors) Error() string { return fmt.Sprintf("%d wrong rows", len(e)) }

// Unwrap makes the list a refusal of kind invalid.
func (e FileErrors) Unwrap() error { return register.Refuse(register.Invalid, "file.rows") }

// rowReader reads the cells of one line by column and collects what is wrong.
type rowReader struct {
	line    int
	columns map[string]int
	cells   []string
	errors  *FileErrors
}

func (r *rowReader) fail(column, code, value string) {
	*r.errors = append(*r.errors, RowError{r.line, column, register.Refuse(register.Invalid, code).With("value", value)})
}

func (r *rowReader) text(column string) string {
	i, ok := r.columns[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r *rowReader) needed(column string) string {
	s := r.text(column)
	if s == "" {
		r.fail(column, "network.empty", "")
	}
	return s
}

func (r *rowReader) number(column string, low, high int) int {
	n, err := strconv.Atoi(r.text(column))
	if err != nil || n < low || n > high {
		r.fail(column, "network.number", r.text(column))
	}
	return n
}

func (r *rowReader) degrees(column string, limit float64) int64 {
	s := r.text(column)
	if s == "" {
		return 0
	}
	d, err := strconv.ParseFloat(s, 64)
	if err != nil || d < -limit || d > limit {
		r.fail(column, "network.degrees", s)
	}
	return int64(d * 1e6)
}

func word[W ~string](r *rowReader, column string, list []W, missing W) W {
	s := r.text(column)
	if s == "" && missing != "" {
		return missing
	}
	w, err := register.ParseWord(list, s)
	if err != nil {
		r.fail(column, "network.word", s)
	}
	return w
}

// readNetwork reads a network file. The errors name every wrong row; the good rows come back beside them.
func readNetwork(file io.Reader) ([]networkRow, FileErrors, error) {
	var wrong FileErrors
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, register.Refuse(register.Invalid, "file.empty")
	}
	if err != nil {
		return nil, nil, register.Refuse(register.Invalid, "file.not_csv")
	}
	columns := readHeader(header, &wrong)
	if len(wrong) > 0 {
		return nil, wrong, nil
	}
	var rows []networkRow
	codes := map[string]int{}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, wrong, nil
		}
		if err != nil {
			wrong = append(wrong, RowError{errorLine(err), "", register.Refuse(register.Invalid, "file.not_csv")})
			return rows, wrong, nil // after a broken quote nothing can be trusted
		}
		line, _ := reader.FieldPos(0)
		before := len(wrong)
		r := &rowReader{line, columns, cells, &wrong}
		if len(cells) != len(header) {
			r.fail("", "file.cells", strconv.Itoa(len(cells)))
			continue
		}
		row := readNetworkRow(r)
		if first, twice := codes[row.kindergarten.Code]; twice {
			r.fail("id", "network.duplicate", row.kindergarten.Code+" ("+strconv.Itoa(first)+")")
		}
		codes[row.kindergarten.Code] = line
		if len(wrong) == before {
			rows = append(rows, row)
		}
	}
}

func errorLine(err error) int {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return p.Line
	}
	return 0
}

func readHeader(header []string, wrong *FileErrors) map[string]int {
	columns := map[string]int{}
	r := &rowReader{line: 1, errors: wrong}
	for i, name := range header {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if !slices.Contains(networkColumns, name) && !slices.Contains(optionalColumns, name) {
			r.fail(name, "file.column_unknown", name)
		}
		if _, twice := columns[name]; twice {
			r.fail(name, "file.column_twice", name)
		}
		columns[name] = i
	}
	for _, name := range networkColumns {
		if _, ok := columns[name]; !ok {
			r.fail(name, "file.column_missing", name)
		}
	}
	return columns
}

func readNetworkRow(r *rowReader) networkRow {
	k := register.Kindergarten{
		Code: r.needed("id"), Name: r.needed("name"), Ownership: word(r, "ownership", register.Ownerships, ""),
		Kind: word(r, "kind", register.KindergartenKinds, ""), Groups: r.number("groups", 1, 100), Places: r.number("places", 1, 5000),
		PlacesSource: r.text("places_source"), Opened: r.text("opened"), StateOrder: word(r, "state_order", []string{"yes", "no"}, "") == "yes",
		Ref: r.text("seed_ref"), District: r.text("district"), Settlement: r.text("settlement"), Lat: r.degrees("lat", 90), Lon: r.degrees("lon", 180), Regime: r.text("regime"),
	}
	if k.Places < k.Groups {
		r.fail("places", "network.places_below_groups", r.text("places"))
	}
	for _, l := range strings.Split(r.text("language"), "|") {
		if _, err := register.ParseWord(register.Languages, l); err != nil && l != "" {
			r.fail("language", "network.word", l)
		}
	}
	k.Languages = r.text("language")
	if names := r.text("former_names"); names != "" {
		k.FormerNames = strings.Split(names, "|")
	}
	return networkRow{r.line, k, word(r, "group_kind", register.GroupKinds, register.GeneralGroup)}
}
