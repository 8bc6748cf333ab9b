package main

import (
	"fmt"
	"strings"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/web/page"
)

type policyDiffCmd struct {
	A    string `arg:"" help:"Name of a profile, or a file."`
	B    string `arg:"" help:"Name of another, or a file."`
	Lang string `help:"Language: kk, ru or en." enum:"kk,ru,en" default:"kk"`
}

// Run says in words what changes from one profile to the other.
func (c *policyDiffCmd) Run() error {
	a, err := simulatedProfile(c.A)
	if err != nil {
		return err
	}
	b, err := simulatedProfile(c.B)
	if err != nil {
		return err
	}
	p, err := printerIn(c.Lang)
	if err != nil {
		return err
	}
	fmt.Print(diffText(p, a, b))
	return nil
}

// printerIn is the printer of a language, by its code.
func printerIn(lang string) (*i18n.Printer, error) {
	messages, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	l, err := i18n.ParseLang(lang)
	if err != nil {
		return nil, err
	}
	return messages.Printer(l), nil
}

// diffText words a comparison: who is compared, each figure that differs, and a count.
func diffText(p *i18n.Printer, a, b *policy.Profile) string {
	var out strings.Builder
	line := func(key string, args map[string]any) { out.WriteString(p.T("policy.diff."+key, args) + "\n") }
	for _, profile := range []*policy.Profile{a, b} {
		line("both", map[string]any{"Name": profile.Name, "Title": titleIn(profile, p.Lang())})
	}
	c := policy.Compare(a, b)
	if a.From != b.From {
		line("since", map[string]any{"Day": page.DateText(p, c.From)})
	}
	if len(c.Lost) > 0 {
		line("lost", map[string]any{"Parts": partsText(p, c.Lost)})
	}
	if len(c.Gained) > 0 {
		line("gained", map[string]any{"Parts": partsText(p, c.Gained)})
	}
	if before, after := calendarText(a), calendarText(b); before != after {
		line("calendars", map[string]any{"Before": before, "After": after})
	}
	count := map[policy.ChangeKind]int{}
	key := ""
	for _, change := range c.Changes {
		if change.Key != key {
			key = change.Key
			out.WriteString("\n")
			line("figure", map[string]any{"Label": page.FigureLabel(p, key), "Key": key})
		}
		count[change.Kind]++
		out.WriteString(changeText(p, change))
	}
	out.WriteString("\n")
	line("total", map[string]any{
		"Value": count[policy.ChangedValue], "Source": count[policy.ChangedSource], "Added": count[policy.Added],
		"Removed": count[policy.Removed], "Same": c.Same,
	})
	return out.String()
}

// changeText is the lines of one change, moved in.
func changeText(p *i18n.Printer, c policy.Change) string {
	lines := []string{"  " + duringText(p, c.During.From, c.During.To)}
	add := func(key string, args map[string]any) { lines = append(lines, "    "+p.T("policy.diff."+key, args)) }
	one := func(key string, f policy.Figure) {
		add(key, map[string]any{"Value": page.FigureValue(p, f)})
		lines = append(lines, "    "+sourceText(p, f)+" ["+p.T("word.mark."+string(f.Mark), nil)+"]")
	}
	two := func(key, before, after string) {
		if before != after {
			add(key, map[string]any{"Before": before, "After": after})
		}
	}
	switch c.Kind {
	case policy.Added:
		one("added", c.After)
	case policy.Removed:
		one("removed", c.Before)
	default:
		two("value", page.FigureValue(p, c.Before), page.FigureValue(p, c.After))
		two("mark", p.T("word.mark."+string(c.Before.Mark), nil), p.T("word.mark."+string(c.After.Mark), nil))
		two("source", sourceText(p, c.Before), sourceText(p, c.After))
		two("note", noteText(p, c.Before), noteText(p, c.After))
		two("effect", effectText(p, c.Before), effectText(p, c.After))
	}
	return strings.Join(lines, "\n") + "\n"
}

func noteText(p *i18n.Printer, f policy.Figure) string {
	if f.Note == "" {
		return p.T("policy.diff.none", nil)
	}
	return f.Note
}

// noSource is what a profile says where nothing was found.
const noSource = "no source found"

func sourceText(p *i18n.Printer, f policy.Figure) string {
	if f.Source == noSource {
		return p.T("policy.diff.no_source", nil)
	}
	return f.Source
}

func effectText(p *i18n.Printer, f policy.Figure) string {
	if f.ShownOnly {
		return p.T("policy.diff.shown", nil)
	}
	return p.T("policy.diff.applied", nil)
}

func partsText(p *i18n.Printer, parts []policy.Part) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = p.T("policy.part."+string(part), nil)
	}
	return strings.Join(words, ", ")
}

func calendarText(p *policy.Profile) string {
	var names []string
	for _, c := range p.Calendars() {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

func titleIn(p *policy.Profile, lang i18n.Lang) string {
	switch lang {
	case i18n.Russian:
		return p.Title.RU
	case i18n.English:
		return p.Title.EN
	}
	return p.Title.KK
}
