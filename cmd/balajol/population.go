package main

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

var populationColumns = []string{"territory", "birth_year", "children", "as_of", "source"}

// populationReader reads counts of children and collects what is wrong with them.
type populationReader struct {
	line    int
	columns []int // place of each of populationColumns
	cells   []string
	seen    map[registry.Population]int // line of each territory, year and day
	wrong   registry.FileErrors
}

// readPopulation reads territory,birth_year,children,as_of,source. Every wrong row is in the error (registry.FileErrors).
func readPopulation(file io.Reader) ([]registry.Population, error) {
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, register.Refuse(register.Invalid, "file.empty")
	}
	if err != nil {
		return nil, register.Refuse(register.Invalid, "file.not_csv")
	}
	r := &populationReader{line: 1, seen: map[registry.Population]int{}}
	r.header(header)
	var counts []registry.Population
	for len(r.wrong) == 0 || r.line > 1 {
		r.cells, err = reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			r.line = broken.Line
			r.fail("", "file.not_csv", "")
			break
		}
		if err != nil {
			return nil, err
		}
		r.line, _ = reader.FieldPos(0)
		if len(r.cells) != len(header) {
			r.fail("", "file.cells", strconv.Itoa(len(r.cells)))
			continue
		}
		counts = append(counts, r.row())
	}
	if len(r.wrong) > 0 {
		return nil, r.wrong
	}
	return counts, nil
}

func (r *populationReader) fail(column, code, value string) {
	r.wrong = append(r.wrong, registry.RowError{Line: r.line, Column: column, Err: register.Refuse(register.Invalid, code).With("value", value)})
}

func (r *populationReader) header(header []string) {
	for i, name := range header {
		header[i] = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if !slices.Contains(populationColumns, header[i]) {
			r.fail(header[i], "file.column_unknown", header[i])
		}
		if slices.Contains(header[:i], header[i]) {
			r.fail(header[i], "file.column_twice", header[i])
		}
	}
	for _, name := range populationColumns {
		r.columns = append(r.columns, slices.Index(header, name))
		if !slices.Contains(header, name) {
			r.fail(name, "file.column_missing", name)
		}
	}
}

func (r *populationReader) row() registry.Population {
	p := registry.Population{Territory: r.text(0), BirthYear: r.number(1, 1990, 2100), Children: r.number(2, 0, 10_000_000), Source: r.text(4)}
	day, err := civil.ParseDate(r.text(3))
	if err != nil {
		r.fail(populationColumns[3], "file.day", r.text(3))
	}
	p.AsOf = day
	key := registry.Population{Territory: p.Territory, BirthYear: p.BirthYear, AsOf: p.AsOf}
	if line, twice := r.seen[key]; twice {
		r.fail("", "population.duplicate", strconv.Itoa(line))
	}
	r.seen[key] = r.line
	return p
}

func (r *populationReader) text(column int) string {
	text := strings.TrimSpace(r.cells[r.columns[column]])
	if text == "" {
		r.fail(populationColumns[column], "network.empty", "")
	}
	return text
}

func (r *populationReader) number(column, low, high int) int {
	text := r.text(column)
	n, err := strconv.Atoi(text)
	if text != "" && (err != nil || n < low || n > high) {
		r.fail(populationColumns[column], "network.number", text)
	}
	return n
}
