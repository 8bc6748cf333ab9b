package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/balajol/balajol/monitor"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/oversight"
)

type monitorCmd struct {
	Dir string `arg:"" help:"Folder of a published record: checkpoint and tiles, or one with the folders log and receipts."`
	verifierFlags
	Seen []string `help:"Checkpoint seen earlier, which must be a beginning of this log." placeholder:"FILE"`
	JSON bool     `help:"Print the report as JSON."`
}

// Run replays the record: exit 1 if something is wrong with it.
func (c *monitorCmd) Run(ctx context.Context) error {
	record, err := openRecord(c.Dir)
	if err != nil {
		return err
	}
	key, err := c.verifier()
	if err == nil && key == "" {
		key, err = c.publishedKey(record)
	}
	if err != nil {
		return err
	}
	var seen [][]byte
	for _, name := range c.Seen {
		text, err := readFile(name)
		if err != nil {
			return err
		}
		seen = append(seen, text)
	}
	report, err := monitor.Check(ctx, record, key, seen...)
	if err != nil {
		return err
	}
	if err := c.print(report); err != nil {
		return err
	}
	if len(report.Findings) > 0 {
		return exit{code: exitNo}
	}
	return nil
}

// publishedKey takes the key from the record itself, which proves only that the record agrees with itself.
func (c *monitorCmd) publishedKey(record fs.FS) (string, error) {
	text, err := fs.ReadFile(record, oversight.VerifierFile)
	if err != nil {
		return "", register.Refuse(register.Invalid, "key.verifier_none")
	}
	fmt.Fprintln(os.Stderr, "the key is the record's own: to be sure of the signer, give a key known from elsewhere with --key")
	return strings.TrimSpace(string(text)), nil
}

func (c *monitorCmd) print(r monitor.Report) error {
	if c.JSON {
		type finding struct {
			Kind  monitor.Kind `json:"kind"`
			Entry int64        `json:"entry"`
			Path  string       `json:"path"`
			Text  string       `json:"text"`
		}
		findings := make([]finding, len(r.Findings))
		for i, f := range r.Findings {
			findings[i] = finding(f)
		}
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(struct {
			Origin   string    `json:"origin"`
			Size     int64     `json:"size"`
			Root     string    `json:"root"`
			Entries  int64     `json:"entries"`
			Tiles    int       `json:"tiles"`
			Receipts int       `json:"receipts"`
			Findings []finding `json:"findings"`
			Omitted  int       `json:"omitted"`
		}{r.Origin, r.Head.Size, r.Head.Root.String(), r.Entries, r.Tiles, r.Receipts, findings, r.Omitted})
	}
	for _, f := range r.Findings {
		fmt.Printf("%s %s\n", f.Kind, f.Text)
	}
	if r.Omitted > 0 {
		fmt.Printf("and %d more findings\n", r.Omitted)
	}
	fmt.Printf("%s: %d entries replayed, %d tiles compared, %d receipts proven\n", r.Origin, r.Entries, r.Tiles, r.Receipts)
	return nil
}

// record is a published record whose receipts lie beside the log's folder.
type record struct{ log, receipts fs.FS }

// Open implements fs.FS.
func (r record) Open(name string) (fs.File, error) {
	if name == "receipts" || strings.HasPrefix(name, "receipts/") {
		return r.receipts.Open(name)
	}
	return r.log.Open(name)
}

// openRecord finds the record in a folder: right there, or below it with the receipts beside.
func openRecord(dir string) (fs.FS, error) {
	whole := os.DirFS(dir)
	for _, below := range []string{".", "log"} {
		if _, err := fs.Stat(whole, path.Join(below, oversight.CheckpointFile)); err != nil {
			continue
		}
		log, err := fs.Sub(whole, below)
		return record{log, whole}, err
	}
	return nil, register.Refuse(register.NotFound, "log.no_record").With("folder", dir)
}
