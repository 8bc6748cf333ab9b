package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/balajol/balajol/allocation"
)

// tables are a problem as spreadsheets, instead of PROBLEM.
type tables struct {
	Groups   string `help:"Table of groups (CSV: group,kindergarten,seats,pattern,start,order), instead of PROBLEM." placeholder:"GROUPS.csv"`
	Children string `help:"Table of children (CSV: child,number,class,holds,family,prefers), instead of PROBLEM." placeholder:"CHILDREN.csv"`
	Rest     string `help:"Beside tables: slot kinds, families and lottery, as a problem file without groups and children." placeholder:"REST.json"`
}

// given reports whether the problem comes as tables.
func (t tables) given() (bool, error) {
	switch {
	case (t.Groups == "") != (t.Children == ""):
		return false, errors.New("--groups and --children belong together")
	case t.Groups == "" && t.Rest != "":
		return false, errors.New("--rest belongs to --groups and --children")
	case t.Groups == "-" && t.Children == "-":
		return false, errors.New("the standard input is one table, not two")
	}
	return t.Groups != "", nil
}

// arguments are what stands on the command line without a flag, in its order.
func (t tables) arguments(given []string, names ...string) ([]string, error) {
	asTables, err := t.given()
	if err != nil {
		return nil, err
	}
	if asTables {
		names = names[1:]
	}
	for len(given) > 0 && given[len(given)-1] == "" {
		given = given[:len(given)-1]
	}
	switch {
	case len(given) < len(names):
		return nil, fmt.Errorf("expected \"<%s>\"", strings.Join(names[len(given):], "> <"))
	case len(given) > len(names):
		return nil, fmt.Errorf("unexpected argument %s", given[len(names)])
	}
	if asTables {
		return append([]string{""}, given...), nil
	}
	return given, nil
}

// read reads a problem file, or the tables where there is none.
func (t tables) read(file string) (*allocation.Compact, error) {
	lean()
	if file != "" {
		return readAs(file, allocation.DecodeCompact)
	}
	var rest allocation.Problem
	if t.Rest != "" {
		var err error
		if rest, err = readAs(t.Rest, allocation.DecodeRest); err != nil {
			return nil, err
		}
	}
	groups, err := openFile(t.Groups)
	if err != nil {
		return nil, err
	}
	defer groups.Close()
	children, err := openFile(t.Children)
	if err != nil {
		return nil, err
	}
	defer children.Close()
	c, err := allocation.ReadCSVCompact(groups, children, rest)
	if err != nil {
		return nil, inFile{t.fileOf(err), err}
	}
	return c, nil
}

// fileOf names the file that an error is about.
func (t tables) fileOf(err error) string {
	if input, ok := allocation.AsInputError(err); ok {
		switch {
		case strings.HasPrefix(input.Path, "groups.csv"):
			return t.Groups
		case strings.HasPrefix(input.Path, "children.csv"):
			return t.Children
		case t.Rest != "":
			return t.Rest
		}
	}
	return t.Groups + ", " + t.Children
}

// lean trades a little time for memory: nearly all of it is long arrays of numbers, which the collector passes over quickly.
func lean() { debug.SetGCPercent(25) }
