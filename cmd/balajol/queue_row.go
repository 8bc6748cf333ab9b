package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service/registry"
)

// factColumn is a column of a fact that the rules order by.
type factColumn struct {
	name  string
	whole bool     // a whole number
	words []string // one of these; nil = any text
}

// guardians is how many guardians a table may tell of.
const guardians = 2

// factColumns lists the facts that the rules' order asks for, by name.
func factColumns(rules *policy.Rules) []factColumn {
	yesNo := []string{"yes", "no"}
	known := map[string]factColumn{}
	add := func(f factColumn) {
		if old, twice := known[f.name]; twice { // asked for as a number and as a word: any text will do
			f.whole = f.whole && old.whole
		}
		known[f.name] = f
	}
	for _, c := range rules.Queue.Order {
		fact, _, isFact := c.Fact()
		switch {
		case c == policy.BySibling, c == policy.ByTerritory:
			add(factColumn{name: string(c)})
		case c == policy.ByResidence:
			add(factColumn{name: string(c), words: rules.Queue.ResidenceTiers})
		case c == policy.ByGuarantee && !rules.Guarantee.UrgentTerm.IsZero():
			add(factColumn{name: "urgent", words: yesNo})
		case isFact:
			add(factColumn{name: fact, whole: true})
		}
	}
	for _, row := range rules.Points {
		f := factColumn{name: row.Fact, whole: row.AtLeast != nil}
		if row.Of == policy.OfChild {
			add(f)
			continue
		}
		for n := 1; n <= guardians; n++ {
			f.name = fmt.Sprintf("guardian%d.%s", n, row.Fact)
			add(f)
		}
	}
	var list []factColumn
	for _, f := range known {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b factColumn) int { return cmp.Compare(a.name, b.name) })
	return list
}

// rowReader reads one row after the other and collects what is wrong.
type rowReader struct {
	facts   []factColumn
	columns map[string]int
	first   map[string]int // application → its line
	claimed bool           // an unproven claim counts
	line    int
	cells   []string
	wrong   registry.FileErrors
}

func (r *rowReader) text(column string) string {
	i, ok := r.columns[column]
	if !ok {
		return ""
	}
	return r.cells[i]
}

func (r *rowReader) fail(column, code, value string) {
	r.wrong = append(r.wrong, rowError(r.line, column, code, value))
}

// entry reads a row; what it returns counts only if nothing is wrong.
func (r *rowReader) entry() round.Entry {
	id := r.text("application")
	switch first, twice := r.first[id]; {
	case id == "":
		r.fail("application", "queue_file.empty", "")
	case twice:
		r.fail("application", "queue_file.twice", strconv.Itoa(first))
	default:
		r.first[id] = r.line
	}
	e := round.Entry{Application: register.ID[preschool.Application](id), Proof: r.proof()}
	var ok bool
	if e.RegisteredAt, ok = parseRegistered(r.text("registered_at")); !ok {
		r.fail("registered_at", "queue_file.instant", r.text("registered_at"))
	}
	var err error
	if e.Sequence, err = strconv.ParseInt(r.text("sequence"), 10, 64); err != nil || e.Sequence < 0 {
		r.fail("sequence", "queue_file.number", r.text("sequence"))
	}
	if e.Class, err = register.ParseWord(register.PriorityClasses, r.text("class")); err != nil {
		r.fail("class", "queue_file.class", r.text("class"))
	}
	if e.Class == register.General {
		e.Proof = preschool.ProofNone // there is nothing to prove
	}
	if day := r.text("birth_date"); day != "" {
		if e.BirthDate, err = civil.ParseDate(day); err != nil {
			r.fail("birth_date", "file.day", day)
		}
	}
	e.Facts = r.readFacts()
	return e
}

func (r *rowReader) proof() preschool.ProofState {
	text := r.text("proof")
	if text == "" {
		text = string(preschool.ProofClaimed)
	}
	proof, err := register.ParseWord(proofWords, text)
	if err != nil {
		r.fail("proof", "queue_file.proof", text)
	}
	if r.claimed && proof == preschool.ProofClaimed {
		return preschool.ProofVerified
	}
	return proof
}

func (r *rowReader) readFacts() []string {
	var facts []string
	for _, f := range r.facts {
		value := r.text(f.name)
		if value == "" {
			continue
		}
		if _, err := strconv.ParseInt(value, 10, 64); f.whole && err != nil {
			r.fail(f.name, "queue_file.number", value)
		}
		if f.words != nil && !slices.Contains(f.words, value) {
			r.fail(f.name, "network.word", value)
		}
		facts = append(facts, f.name+"="+value)
	}
	return facts
}
