package allocation

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The columns of the two tables; lists are separated by |. An order that is | alone is the empty one, nobody is acceptable.
var (
	groupColumns = []string{"group", "kindergarten", "seats", "pattern", "start", "order"}
	childColumns = []string{"child", "number", "class", "holds", "family", "prefers"}
)

// ReadCSV reads a problem from two tables in UTF-8 with the columns group,kindergarten,seats,pattern,start,order and
// child,number,class,holds,family,prefers. Tables hold no slot kinds, no families' rules and no lottery: these are taken from
// rest. An InputError names table, row (1 = the first below the header) and column, or the place in the problem.
func ReadCSV(groups, children io.Reader, rest Problem) (Problem, error) {
	p := Problem{SlotKinds: rest.SlotKinds, Families: rest.Families, Lottery: rest.Lottery}
	err := readTable("groups.csv", groups, groupColumns, func(r row) (err error) {
		g := Group{ID: r.cells[0], Kindergarten: r.cells[1], Pattern: splitList(r.cells[3]), Order: splitList(r.cells[5])}
		seats, err := r.whole(2, 0, math.MaxInt32)
		if err != nil {
			return err
		}
		g.Seats = int(seats)
		if r.cells[4] != "" {
			g.Start, err = r.whole(4, 0, maxStart)
		}
		p.Groups = append(p.Groups, g)
		return err
	})
	if err != nil {
		return Problem{}, fmt.Errorf("read problem: %w", err)
	}
	err = readTable("children.csv", children, childColumns, func(r row) (err error) {
		c := Child{ID: r.cells[0], Class: r.cells[2], Holds: r.cells[3], Family: r.cells[4], Prefers: splitList(r.cells[5])}
		if r.cells[1] != "" {
			c.Number, err = r.whole(1, 1, math.MaxInt64)
		}
		p.Children = append(p.Children, c)
		return err
	})
	if err != nil {
		return Problem{}, fmt.Errorf("read problem: %w", err)
	}
	if _, err := newMarket(&p); err != nil {
		return Problem{}, fmt.Errorf("read problem: %w", err)
	}
	return p, nil
}

// row is one line of a table.
type row struct {
	table   string
	number  int
	columns []string
	cells   []string
}

func (r row) whole(column int, least, most int64) (int64, error) {
	n, err := strconv.ParseInt(r.cells[column], 10, 64)
	if err != nil || n < least || n > most {
		return 0, wrong(fmt.Sprintf("must be a whole number from %d to %d", least, most), "%s[%d].%s", r.table, r.number, r.columns[column])
	}
	return n, nil
}

func readTable(name string, from io.Reader, columns []string, add func(row) error) error {
	table := csv.NewReader(from)
	table.FieldsPerRecord = len(columns)
	for number := 0; ; number++ {
		cells, err := table.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && number > 0:
			return nil
		case errors.Is(err, io.EOF):
			return wrong("the table is empty", "%s", name)
		case errors.As(err, &parse):
			return wrong(parse.Err.Error(), "%s[%d]", name, number)
		case err != nil:
			return err
		case number > 0:
			err = add(row{table: name, number: number, columns: columns, cells: cells})
		default:
			cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
			if !slices.Equal(cells, columns) {
				err = wrong("the columns must be "+strings.Join(columns, ","), "%s", name)
			}
		}
		if err != nil {
			return err
		}
	}
}

// splitList reads a cell that holds a list; an empty cell is none.
func splitList(cell string) []string {
	switch cell {
	case "":
		return nil
	case "|":
		return []string{}
	}
	return strings.Split(cell, "|")
}

// WriteCSV writes groups and children as the two tables that ReadCSV reads, in the order of the problem. An id with | in it
// cannot stand in a list and is an InputError.
func WriteCSV(groups, children io.Writer, p Problem) error {
	if _, err := newMarket(&p); err != nil {
		return fmt.Errorf("write problem: %w", err)
	}
	rows := [][]string{groupColumns}
	for i, g := range p.Groups {
		pattern, err := joinList(g.Pattern, "groups[%d].pattern", i)
		if err != nil {
			return fmt.Errorf("write problem: %w", err)
		}
		order, err := joinList(g.Order, "groups[%d].order", i)
		if err != nil {
			return fmt.Errorf("write problem: %w", err)
		}
		if g.Order != nil && len(g.Order) == 0 {
			order = "|"
		}
		rows = append(rows, []string{g.ID, g.Kindergarten, strconv.Itoa(g.Seats), pattern, strconv.FormatInt(g.Start, 10), order})
	}
	if err := csv.NewWriter(groups).WriteAll(rows); err != nil {
		return fmt.Errorf("write groups: %w", err)
	}
	rows = [][]string{childColumns}
	for i, c := range p.Children {
		prefers, err := joinList(c.Prefers, "children[%d].prefers", i)
		if err != nil {
			return fmt.Errorf("write problem: %w", err)
		}
		number := ""
		if c.Number != 0 {
			number = strconv.FormatInt(c.Number, 10)
		}
		rows = append(rows, []string{c.ID, number, c.Class, c.Holds, c.Family, prefers})
	}
	if err := csv.NewWriter(children).WriteAll(rows); err != nil {
		return fmt.Errorf("write children: %w", err)
	}
	return nil
}

func joinList(ids []string, path string, i int) (string, error) {
	for _, id := range ids {
		if strings.Contains(id, "|") {
			return "", wrong("an id with | cannot stand in a list", path, i)
		}
	}
	return strings.Join(ids, "|"), nil
}
