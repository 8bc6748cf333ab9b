package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

type importQueueCmd struct{ oldListFlags }

type importPlacedCmd struct{ oldListFlags }

// oldListFlags are those of both kinds of list.
type oldListFlags struct {
	File    string `arg:"" help:"CSV or XLSX file of the old system."`
	Mapping string `help:"JSON file that names the columns and words of the file, or auto." default:"auto" placeholder:"FILE"`
	DryRun  bool   `help:"Check and report, and write nothing."`
	Source  string `help:"The old system, in your words." default:"old system"`
	As      string `help:"Who you are: the key that the record shows; another person approves the list." default:"terminal" placeholder:"KEY"`
	Show    int    `help:"How many faulty lines to list; 0 = all." default:"50"`
	dbFlags
}

// Run takes over a queue.
func (c *importQueueCmd) Run(ctx context.Context) error {
	return c.run(ctx, preschool.TakeoverQueue)
}

// Run takes over children who hold a seat.
func (c *importPlacedCmd) Run(ctx context.Context) error {
	return c.run(ctx, preschool.TakeoverPlaced)
}

func (c *oldListFlags) run(ctx context.Context, kind preschool.TakeoverKind) error {
	list, err := c.read(kind)
	if err != nil {
		return err
	}
	city, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer city.db.Close()
	bar := newBar()
	list.Progress = bar.show
	load := city.admission.ImportTakeover
	if c.DryRun {
		load = city.admission.PreviewTakeover
	}
	report, err := load(ctx, person(access.Officer, c.Authority, c.As), list)
	bar.end()
	if err != nil {
		return err
	}
	return c.tell(os.Stdout, report)
}

// read reads file and mapping before the database is touched.
func (c *oldListFlags) read(kind preschool.TakeoverKind) (admission.OldList, error) {
	list := admission.OldList{Kind: kind, Source: c.Source}
	data, err := readFile(c.File)
	if err != nil {
		return list, err
	}
	sum := sha256.Sum256(data)
	list.SHA256 = hex.EncodeToString(sum[:])
	if list.Table, err = gateway.ReadTable(data); err != nil {
		if broken, ok := errors.AsType[*gateway.TableError](err); ok {
			err = register.Refuse(register.Invalid, "file."+broken.Problem).With("line", fmt.Sprint(broken.Line))
		}
		return list, inFile{c.File, err}
	}
	if c.Mapping == "auto" {
		return list, nil
	}
	text, err := readFile(c.Mapping)
	if err != nil {
		return list, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list.Mapping); err != nil {
		return list, inFile{c.Mapping, register.Refuse(register.Invalid, "takeover.mapping_form")}
	}
	return list, nil
}

// tell prints what was found: columns, counts, and each faulty line with what to do.
func (c *oldListFlags) tell(w io.Writer, r admission.TakeoverReport) error {
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	p := messages.Printer(i18n.English)
	name := filepath.Base(c.File)
	if r.Again {
		fmt.Fprintf(w, "%s was loaded before as list %s: nothing changed\n", name, r.Batch)
		return nil
	}
	for _, column := range slices.Sorted(maps.Keys(r.Columns)) {
		fmt.Fprintf(w, "%-13s %s\n", column, r.Columns[column])
	}
	if len(r.Unused) > 0 {
		fmt.Fprintf(w, "not read: %s\n", strings.Join(r.Unused, ", "))
	}
	fmt.Fprintf(w, "%d lines: %d accepted, %d double, %d contradict\n", r.Lines, r.Accepted, r.Doubled, r.Contradicted)
	if r.Batch != "" {
		fmt.Fprintf(w, "list %s, order %s\n", r.Batch, r.OrderSHA256)
		fmt.Fprintf(w, "no line counts yet: another person looks at the list and approves it with: balajol import approve %s --as KEY\n", r.Batch)
	}
	shown := r.Faults
	if c.Show > 0 && len(shown) > c.Show {
		shown = shown[:c.Show]
	}
	for _, f := range shown {
		fmt.Fprintf(w, "%s:%d: %s\n", name, f.Line, wordFault(p, f))
	}
	if more := len(r.Faults) - len(shown); more > 0 {
		fmt.Fprintf(w, "and %d more: --show 0 lists all\n", more)
	}
	if r.Accepted < r.Lines {
		return exit{exitNo, nil}
	}
	return nil
}

// wordFault is a fault with what to do about it.
func wordFault(p *i18n.Printer, f admission.Fault) string {
	text := p.T("takeover.fault."+f.Word, map[string]any{"With": fmt.Sprint(f.With)})
	if f.Column != "" {
		text = f.Column + ": " + text
	}
	return text
}
