package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// inFile is an error about the content of a file.
type inFile struct {
	name string
	err  error
}

// inTable is inFile of a file whose good rows may be taken.
type inTable struct{ inFile }

func (e inTable) Unwrap() error { return e.inFile }

func (e inFile) Error() string { return e.name + ": " + e.err.Error() }

func (e inFile) Unwrap() error { return e.err }

// explainError is the English text of an error: what the catalogue says of a refusal and of every wrong row of a file.
func explainError(err error) string {
	err = store.Explain(err)
	catalog, e := i18n.Load()
	if e != nil {
		return err.Error()
	}
	printer := catalog.Printer(i18n.English)
	file, named := errors.AsType[inFile](err)
	if rows, ok := errors.AsType[registry.FileErrors](err); ok && named {
		text := wordRefusal(printer, register.Refuse(register.Invalid, "file.rows")) + "\n" + wordRows(printer, file.name, rows)
		if _, divisible := errors.AsType[inTable](err); divisible {
			text += "\nWith --partial the good rows are taken."
		}
		return text
	}
	refusal, ok := errors.AsType[*register.Error](err)
	if !ok {
		return err.Error()
	}
	text := wordRefusal(printer, refusal)
	if named {
		text = file.name + ": " + text
	}
	return text
}

func wordRefusal(p *i18n.Printer, refusal *register.Error) string {
	return p.Refusal(refusal.Code, refusal.Args)
}

// wordRows is one line for each wrong row: FILE:line: column: what is wrong and what to do.
func wordRows(p *i18n.Printer, file string, rows registry.FileErrors) string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		column := ""
		if row.Column != "" {
			column = row.Column + ": "
		}
		lines[i] = fmt.Sprintf("%s:%d: %s%s", file, row.Line, column, wordRefusal(p, row.Err))
	}
	return strings.Join(lines, "\n")
}

// missing turns the error of a file that is not there into a refusal that names it.
func missing(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return register.Refuse(register.NotFound, "file.missing").With("file", name)
	}
	return err
}

func profileNames() string { return strings.Join(append(policy.Names(), policy.Samples()...), ", ") }
