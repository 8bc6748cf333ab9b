package main

import (
	"strconv"
	"strings"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/i18n"
)

// sentences words an explanation: what the child got, its number, and for each choice what became of it.
func sentences(p *i18n.Printer, x allocation.Explanation) []string {
	lines := []string{result(p, x), p.T("explain.number", map[string]any{"Number": strconv.FormatInt(x.Number, 10)})}
	for _, c := range x.Choices {
		words := []string{p.T("explain.choice", map[string]any{
			"Rank": strconv.Itoa(c.Rank), "Group": c.Group, "Verdict": p.T("explain.verdict."+string(c.Verdict), nil),
		})}
		if c.Verdict == allocation.VerdictOutranked {
			for _, s := range c.Standings {
				if line := lineDrawn(p, c, s); line != "" {
					words = append(words, line)
				}
			}
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines
}

func result(p *i18n.Printer, x allocation.Explanation) string {
	if x.Group == "" {
		return p.T("explain.result."+string(x.Reason), map[string]any{"Child": x.Child})
	}
	word := "seated"
	for _, c := range x.Choices {
		if c.Group == x.Group && c.Verdict == allocation.VerdictKept {
			word = "kept"
		}
	}
	return p.T("explain.result."+word, map[string]any{"Child": x.Child, "Group": x.Group})
}

// lineDrawn says where the line was drawn for one kind of seat, and where the child stands; "" if no line was.
func lineDrawn(p *i18n.Printer, c allocation.Choice, s allocation.Standing) string {
	text := ""
	switch {
	case s.Tier < 0:
		text = p.T("explain.line.class", nil)
	case s.Cutoff == nil:
		return ""
	case s.Cutoff.Place > 0:
		text = p.T("explain.line.place", map[string]any{"Place": strconv.Itoa(s.Cutoff.Place), "Own": strconv.Itoa(c.Place)})
	case s.Cutoff.Tier != s.Tier:
		text = p.T("explain.line.tier", map[string]any{
			"Tier": strconv.Itoa(s.Cutoff.Tier + 1), "Number": strconv.FormatInt(s.Cutoff.Number, 10), "Own": strconv.Itoa(s.Tier + 1),
		})
	default:
		text = p.T("explain.line.number", map[string]any{"Number": strconv.FormatInt(s.Cutoff.Number, 10)})
	}
	if s.Slot == "" {
		return text
	}
	return p.T("explain.line.slot", map[string]any{"Slot": s.Slot, "Text": text})
}
