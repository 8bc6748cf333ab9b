package gateway_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/balajol/balajol/gateway"
)

const plain = "Аты;Күні\nӘлия;02.09.2024\n;\nБерік;\"3; 9\"\n"

// One table in every form in which people save it.
func TestReadTable(t *testing.T) {
	t.Parallel()
	rows := []gateway.TableRow{{Line: 2, Cells: []string{"Алия", "02.09.2024"}}, {Line: 4, Cells: []string{"Берик", "3; 9"}}}
	russian := strings.NewReplacer("Аты", "Имя", "Күні", "День", "Әлия", "Алия", "Берік", "Берик").Replace(plain)
	ansi, err := charmap.Windows1251.NewEncoder().Bytes([]byte(russian))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(russian))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data   []byte
		coding string
	}{
		"utf-8":              {[]byte(russian), "utf-8"},
		"a mark":             {[]byte("\ufeff" + russian), "utf-8"},
		"line ends of two":   {[]byte(strings.ReplaceAll(russian, "\n", "\r\n")), "utf-8"},
		"tabs":               {[]byte(strings.ReplaceAll(strings.ReplaceAll(russian, ";", "\t"), "3\t 9", "3; 9")), "utf-8"},
		"windows-1251":       {ansi, "windows-1251"},
		"utf-16":             {wide, "utf-16"},
		"spaces round cells": {[]byte(strings.ReplaceAll(russian, "Алия", "\u00a0 Алия ")), "utf-8"},
	} {
		table, err := gateway.ReadTable(c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(gateway.Table{Form: "csv", Coding: c.coding, Header: []string{"Имя", "День"}, Rows: rows}, table); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A workbook gives its numbers as they are: days too, which only the reader of a column can tell from other numbers.
func TestReadWorkbook(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "ИИН", "B1": "Дата", "C1": "Сад", "A2": 60506500123, "B2": 45537.5, "A4": "230506500123", "B4": "02.09.2024", "C4": "sun"} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	table, err := gateway.ReadTable(data.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := gateway.Table{Form: "xlsx", Coding: "utf-8", Header: []string{"ИИН", "Дата", "Сад"}, Rows: []gateway.TableRow{
		{Line: 2, Cells: []string{"60506500123", "45537.5"}}, {Line: 4, Cells: []string{"230506500123", "02.09.2024", "sun"}},
	}}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is no table is refused with a line and a word, and nothing of its text.
func TestReadTableRefuses(t *testing.T) {
	t.Parallel()
	for want, data := range map[string]string{
		"line 1: empty": " \n\n", "line 2: quote": "a;b\n\"secret;c\n", "line 1: no_table": "PK\x03\x04 secret", "line 1: empty ": "",
	} {
		_, err := gateway.ReadTable([]byte(data))
		if _, typed := errors.AsType[*gateway.TableError](err); !typed || err.Error() != strings.TrimSpace(want) {
			t.Errorf("%q: got %v, want %s", data, err, want)
		}
	}
}

// Whatever bytes come, the answer is a table or an error, and every row stands behind the header.
func FuzzReadTable(f *testing.F) {
	for _, seed := range []string{plain, "", "\xff\xfe", "PK\x03\x04", "a,b\n1,2\n", "\"", "\xd0\xe0\xe9;\xee\xed\n1;2"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := gateway.ReadTable(data)
		if err != nil {
			return
		}
		last := 0
		for _, row := range table.Rows {
			if row.Line <= last {
				t.Fatalf("line %d behind line %d", row.Line, last)
			}
			last = row.Line
		}
		if len(table.Header) == 0 {
			t.Fatal("a table without a header")
		}
	})
}
