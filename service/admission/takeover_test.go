package admission_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// oldQueue is a list of n families who registered a minute apart, as an old system gives it out; change may spoil the cells
// of a line.
func oldQueue(c *town.Town, n int, change func(line int, cells []string)) admission.OldList {
	c.TB.Helper()
	rows := [][]string{{"№ п/п", "Дата регистрации", "Время", "ИИН ребёнка", "ИИН родителя", "Телефон", "Язык обучения", "Льгота", "Детский сад", "Комментарий"}}
	first := civil.MustParseDate("2024-09-02").At(9, 0, 0, time.UTC)
	for i := range n {
		at := first.Add(time.Duration(i) * time.Minute)
		cells := []string{fmt.Sprint(i + 1), at.Format("02.01.2006"), at.Format("15:04"), c.IIN("2023-05-06"), c.IIN("1990-03-03"), "8 700 123 45 67", "русский", "нет", "sun|moon", "-"}
		if change != nil {
			change(i+2, cells)
		}
		rows = append(rows, cells)
	}
	return listOf(c, preschool.TakeoverQueue, rows)
}

// wrong is a number with another control digit.
func wrong(number string) string {
	return number[:11] + string(rune('0'+(number[11]-'0'+1)%10))
}

func listOf(c *town.Town, kind preschool.TakeoverKind, rows [][]string) admission.OldList {
	c.TB.Helper()
	var text strings.Builder
	for _, cells := range rows {
		text.WriteString(strings.Join(cells, ";") + "\r\n")
	}
	return read(c, kind, []byte(text.String()))
}

func read(c *town.Town, kind preschool.TakeoverKind, data []byte) admission.OldList {
	c.TB.Helper()
	table, err := gateway.ReadTable(data)
	c.Do(err)
	sum := sha256.Sum256(data)
	return admission.OldList{Kind: kind, Source: "old", SHA256: hex.EncodeToString(sum[:]), Table: table}
}

func load(c *town.Town, list admission.OldList) admission.TakeoverReport {
	c.TB.Helper()
	rep, err := c.Admission.ImportTakeover(c.Ctx(), town.Actor(access.Officer), list)
	c.Do(err)
	return rep
}

// approve is the second person's word; it gives the number of codes that did not go out.
func approve(c *town.Town, rep admission.TakeoverReport, list admission.OldList) int {
	c.TB.Helper()
	_, unsent, err := c.Admission.ApproveTakeover(c.Ctx(), town.Actor(access.Approver), rep.Batch, list.SHA256)
	c.Do(err)
	return unsent
}

// The order of the file is the order of the queue, and the hash that stands in the record proves it: whoever has the file's
// numbers and the applications can count it again.
func TestTheOldOrderIsKeptAndProven(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	here := c.Queue(2, "2023-05-06", "", town.Sun) // registered today: behind everybody
	list := oldQueue(c, 40, func(line int, cells []string) {
		if line%7 == 0 {
			cells[3] = wrong(cells[3])
		}
		cells[2] = "" // days alone: many are equal
	})
	rep := load(c, list)
	if rep.Accepted != 35 || rep.Contradicted != 5 || rep.Lines != 40 {
		t.Fatalf("%+v", rep)
	}
	numbers := map[register.ID[preschool.Application]]int{}
	var queue []store.QueueEntry
	c.Read(func(r *store.Reader) error {
		lines, err := r.TakeoverLines(rep.Batch)
		for _, l := range lines {
			if l.Application != "" {
				numbers[l.Application] = l.Number
			}
		}
		if err == nil {
			queue, err = r.QueuesNow()
		}
		return err
	})
	var order strings.Builder
	last := 0
	for i, e := range queue {
		if i >= 35 {
			if e.Application != here[i-35] {
				t.Errorf("place %d is not that of those who registered here", i+1)
			}
			continue
		}
		n := numbers[e.Application]
		if n <= last {
			t.Errorf("line %d stands behind line %d", n, last)
		}
		last = n
		fmt.Fprintf(&order, "%d %s\n", n, e.Application)
	}
	if sum := sha256.Sum256([]byte(order.String())); hex.EncodeToString(sum[:]) != rep.OrderSHA256 {
		t.Error("the hash is not that of the queue")
	}
	if again := load(c, list); !again.Again || again.OrderSHA256 != rep.OrderSHA256 {
		t.Errorf("loaded again: %+v", again)
	}
}

// A dry run says the same as the load, and writes nothing.
func TestADryRunWritesNothing(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	list := oldQueue(c, 12, func(line int, cells []string) {
		switch line {
		case 4:
			cells[5] = ""
		case 5:
			cells[1] = "31.02.2024"
		case 9:
			cells[0] = "3"
		}
	})
	before := c.Dump()
	dry, err := c.Admission.PreviewTakeover(c.Ctx(), town.Actor(access.Officer), list)
	c.Do(err)
	if after := c.Dump(); after != before {
		t.Error("the dry run changed the database")
	}
	rep := load(c, list)
	if fmt.Sprint(dry.Faults, dry.Accepted, dry.Doubled, dry.Contradicted) != fmt.Sprint(rep.Faults, rep.Accepted, rep.Doubled, rep.Contradicted) {
		t.Errorf("dry %+v\nloaded %+v", dry, rep)
	}
	if unsent := approve(c, rep, list); unsent != 1 || rep.Accepted != 10 {
		t.Errorf("%d codes did not go out, %+v", unsent, rep)
	}
}

// What people typed for decades: codings, delimiters, forms of days. Every form reads as the same list.
func TestFormsOfAnOldList(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	child, parent := c.IIN("2023-05-06"), c.IIN("1990-03-03")
	text := func(sep, day string) string {
		return strings.Join([]string{"№", "Дата подачи", "ИИН", "ИИН заявителя", "Телефон", "Язык", "Сад 1", "Сад 2"}, sep) + "\n" +
			strings.Join([]string{"1", day, child, parent, "+7 (700) 123-45-67", "каз", "sun", "MOON"}, sep) + "\n\n"
	}
	ansi, err := charmap.Windows1251.NewEncoder().String(text(";", "02.09.2024"))
	c.Do(err)
	for name, data := range map[string]string{
		"semicolons": text(";", "02.09.2024"), "commas": text(",", "2024-09-02"), "tabs": text("\t", "2.9.2024"), "a mark": "\ufeff" + text(";", "02/09/2024"),
		"windows-1251": ansi, "a number of a workbook": text(";", "45537"), "a time": text(";", "02.09.2024 00:00:00"),
	} {
		list := read(c, preschool.TakeoverQueue, []byte(data))
		rep, err := c.Admission.PreviewTakeover(c.Ctx(), town.Actor(access.Officer), list)
		if err != nil || rep.Accepted != 1 || len(rep.Faults) > 0 || rep.Columns["choices_2"] != "Сад 2" {
			t.Errorf("%s: %+v, %v", name, rep, err)
		}
	}
}

// What is wrong is named by line and column, and no value of the line is ever in a fault or an error.
func TestFaultsNameLinesAndNoPeople(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	known := c.Family("2023-05-06")[0]
	c.Apply(known, "", town.Sun)
	for want, change := range map[string]func(cells []string){
		"[{3 child_iin iin_digits 0} {3 birth_date day 0}]": func(cells []string) { cells[3] = "23050" },
		"[{3 child_iin iin_control 0}]":                     func(cells []string) { cells[3] = wrong(cells[3]) },
		"[{3 registered day 0}]":                            func(cells []string) { cells[1] = "вчера" },
		"[{3 registered future 0}]":                         func(cells []string) { cells[1] = "01.09.2030" },
		"[{3 registered before_birth 0}]":                   func(cells []string) { cells[1] = "01.09.2021" },
		"[{3 time time 0}]":                                 func(cells []string) { cells[2] = "25:70" },
		"[{3 number number 0}]":                             func(cells []string) { cells[0] = "A-1" },
		"[{3 number number_twice 2}]":                       func(cells []string) { cells[0] = "1" },
		"[{3 registered order 0}]":                          func(cells []string) { cells[1] = "01.01.2026" },
		"[{3 ground ground_unknown 0}]":                     func(cells []string) { cells[7] = "внук" },
		"[{3 language language_unknown 0}]": func(cells []string) {
			cells[6] = "суахили"
		},
		"[{3 choices choice_unknown 0} {3 choices no_choice 0}]": func(cells []string) { cells[8] = "луна-парк" },
		"[{3 guardian_iin same_person 0}]":                       func(cells []string) { cells[4] = cells[3] },
	} {
		list := oldQueue(c, 4, func(line int, cells []string) {
			if line == 3 {
				change(cells)
			}
		})
		rep, err := c.Admission.PreviewTakeover(c.Ctx(), town.Actor(access.Officer), list)
		c.Do(err)
		if got := fmt.Sprint(rep.Faults); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	list := oldQueue(c, 2, nil)
	list.Mapping.Columns = map[string]string{"phone": "Мобильный"}
	_, err := c.Admission.PreviewTakeover(c.Ctx(), town.Actor(access.Officer), list)
	c.Refused("takeover.mapping", err)
	list.Mapping, list.Table.Header = admission.Mapping{}, []string{"a", "b"}
	_, err = c.Admission.PreviewTakeover(c.Ctx(), town.Actor(access.Officer), list)
	c.Refused("takeover.column_missing", err)
}

// A family that confirms late is paid for the month before by the next calculation.
func TestALateConfirmationIsPaidByTheNextCycle(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Norm()
	codes := c.Codes()
	c.At("2026-02-02 07:00")
	list := listOf(c, preschool.TakeoverPlaced, [][]string{
		{"ИИН ребенка", "ИИН родителя", "Телефон", "Балабақша", "Топ", "Дата договора"},
		{c.IIN("2023-05-06"), c.IIN("1990-03-03"), "87001234567", "sun", "1", "01.09.2025"},
	})
	rep := load(c, list)
	if rep.Accepted != 1 || len(codes) != 0 {
		t.Fatalf("%+v, %d codes before the second person's word", rep, len(codes))
	}
	if unsent := approve(c, rep, list); unsent != 0 || len(codes) != 1 {
		t.Fatalf("%d codes, %d did not go out", len(codes), unsent)
	}
	c.Attend(town.Sun, civil.MustParseDate("2026-02-02"), "P")
	c.At("2026-03-02 09:00")
	c.Sign(town.Sun, "2026-02")
	line := c.Lines(town.Sun, "2026-02")[0]
	c.Do(c.Answer(line, civil.Date{}))
	c.At("2026-03-06 21:30")
	c.Pay("2026-02")
	if line = c.Lines(town.Sun, "2026-02")[0]; line.Held != "unconfirmed" || line.Tiyn != 0 {
		t.Fatalf("held %q, %d tiyn", line.Held, line.Tiyn)
	}
	for guardian, code := range codes {
		_, err := c.Admission.ConfirmTakeover(c.Ctx(), town.Guardian(register.ID[register.Guardian](guardian)), strings.ToUpper(strings.ReplaceAll(code, "-", " ")))
		c.Do(err)
	}
	c.At("2026-04-01 09:00")
	c.Sign(town.Sun, "2026-03")
	c.At("2026-04-07 21:30")
	c.Pay("2026-03")
	if line = c.Lines(town.Sun, "2026-02")[0]; line.Held != "" || line.Tiyn != 6_500_000 {
		t.Errorf("held %q, %d tiyn", line.Held, line.Tiyn)
	}
}
