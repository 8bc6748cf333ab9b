package main

import (
	"bufio"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service/admission"
)

type queueCmd struct {
	Order   queueOrderCmd   `cmd:"" help:"Print the order of a queue as CSV: application,position,reason."`
	Explain queueExplainCmd `cmd:"" help:"Say in a sentence why an application has its position."`
}

// queueFlags are a queue as a judge gives it.
type queueFlags struct {
	Profile      string     `help:"Policy profile." required:""`
	Applications string     `help:"Table of who waits (CSV); - is the standard input." required:"" placeholder:"FILE"`
	Carry        turns      `help:"Turns of the pattern that were served before: 0 = the next one is the first of the pattern." default:"0" placeholder:"N"`
	Seed         string     `help:"Published seed of the lottery, where the profile draws lots." placeholder:"HEX"`
	On           civil.Date `help:"Day whose figures count; by default that of the latest application." placeholder:"DATE"`
}

// queueColumns is the part of the help that tells the format.
const queueColumns = `
Columns: application, registered_at (RFC 3339, to the microsecond), sequence (the server's counter), class (extraordinary,
priority, general), proof (verified, claimed, refused, expired; empty = claimed, and for the general class), and if you like
birth_date and settlement. Facts that the profile's order asks for are columns of their own, such as sibling, residence,
guardian1.NAME and guardian2.NAME.
`

// turns counts served turns. It is a number of any length: only its rest by the pattern's period decides.
type turns struct{ big.Int }

// UnmarshalText reads digits.
func (t *turns) UnmarshalText(text []byte) error {
	if len(text) == 0 || strings.Trim(string(text), "0123456789") != "" {
		return fmt.Errorf("want a whole number that is not below zero, got %q", text)
	}
	t.SetString(string(text), 10)
	return nil
}

// of is the count within the pattern.
func (t *turns) of(p round.Pattern) int {
	return int(new(big.Int).Mod(&t.Int, big.NewInt(int64(p.Period()))).Int64())
}

// orderedQueue is a queue that was read and ordered.
type orderedQueue struct {
	ordering  round.Ordering
	carry     round.Carry
	entries   []round.Entry
	standings []round.Standing
}

// order reads the table and orders it.
func (f *queueFlags) order() (orderedQueue, error) {
	var q orderedQueue
	profile, err := loadProfile(f.Profile)
	if err != nil {
		return q, err
	}
	if _, err := hex.DecodeString(f.Seed); err != nil {
		return q, fmt.Errorf("--seed: want an even number of hexadecimal digits")
	}
	table, err := readAs(f.Applications, readQueueTable)
	if err != nil {
		return q, err
	}
	rules, err := rulesNear(profile, f.day(profile, table))
	if err != nil {
		return q, err
	}
	q.ordering = admission.Ordering(&rules, f.Seed)
	if err := q.ordering.Check(); err != nil {
		return q, err
	}
	if q.ordering.Undrawn() {
		return q, register.Refuse(register.Invalid, "queue_file.seed").With("profile", f.Profile)
	}
	if q.entries, err = table.entries(&rules); err != nil {
		return q, inFile{f.Applications, err}
	}
	q.carry = round.Carry{Next: f.Carry.of(q.ordering.Pattern)}
	q.standings = q.ordering.Order(q.entries, q.carry)
	return q, nil
}

// day is the day whose figures count. Without an application any day gives the same order.
func (f *queueFlags) day(profile *policy.Profile, table queueTable) civil.Date {
	if !f.On.IsZero() {
		return f.On
	}
	latest := table.latest()
	if latest.IsZero() {
		return profile.From
	}
	rules, err := profile.On(profile.From)
	if err != nil {
		return profile.From
	}
	return latest.Date(rules.Zone)
}

// rulesNear are the rules of a day, or those of the nearest day that has any: the first before the profile begins, the last
// after a figure has ended.
func rulesNear(p *policy.Profile, day civil.Date) (policy.Rules, error) {
	if day.Before(p.From) {
		day = p.From
	}
	rules, err := p.On(day)
	if err == nil {
		return rules, nil
	}
	for good, bad := p.From, day; ; { // figures end, they never begin again
		half := good.AddDays(bad.DaysSince(good) / 2)
		if half == good {
			return p.On(good)
		}
		if _, err := p.On(half); err == nil {
			good = half
		} else {
			bad = half
		}
	}
}

type queueOrderCmd struct{ queueFlags }

// Help says what the file holds.
func (c *queueOrderCmd) Help() string { return queueColumns }

// Run prints the order.
func (c *queueOrderCmd) Run() error {
	q, err := c.order()
	if err != nil {
		return err
	}
	to := bufio.NewWriter(os.Stdout)
	w := csv.NewWriter(to)
	line := []string{"application", "position", "reason"}
	err = w.Write(line)
	for _, s := range q.standings {
		line[0], line[1], line[2] = string(s.Application), strconv.Itoa(s.Position), string(s.Reason)
		err = errors.Join(err, w.Write(line))
	}
	w.Flush()
	return errors.Join(err, w.Error(), to.Flush())
}

type queueExplainCmd struct {
	queueFlags
	Application string `arg:"" help:"The application to explain."`
	Lang        string `help:"Language: kk, ru or en." enum:"kk,ru,en" default:"en"`
}

// Help says what the file holds.
func (c *queueExplainCmd) Help() string { return queueColumns }

// Run explains one position.
func (c *queueExplainCmd) Run() error {
	q, err := c.order()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(q.standings, func(s round.Standing) bool { return string(s.Application) == c.Application })
	if at < 0 {
		return register.Refuse(register.NotFound, "queue_file.application").With("application", c.Application)
	}
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	lang, err := i18n.ParseLang(c.Lang)
	if err != nil {
		return err
	}
	fmt.Println(q.sentence(messages.Printer(lang), at))
	return nil
}
