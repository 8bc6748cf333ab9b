package main

import (
	"strconv"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/round"
)

// sentence words one position: its number, and the rule that gives it.
func (q orderedQueue) sentence(p *i18n.Printer, at int) string {
	s := q.standings[at]
	period := q.ordering.Pattern.Period()
	words := map[string]any{
		"Application": string(s.Application), "Position": strconv.Itoa(s.Position), "Of": strconv.Itoa(len(q.standings)),
		"Turn": strconv.Itoa(s.Turn%period + 1), "Period": strconv.Itoa(period),
	}
	if c, is := s.Reason.Criterion(); is {
		return q.criterion(p, c, at, words)
	}
	return p.T("queue.turn."+string(s.Reason), words)
}

// criterion words the criterion that decides between an application and its neighbour in the queue behind the head block.
func (q orderedQueue) criterion(p *i18n.Printer, c round.Criterion, at int, words map[string]any) string {
	other, where := q.neighbour(at)
	if other < 0 {
		return p.T("queue.alone", words)
	}
	words["Other"], words["Name"] = string(q.standings[other].Application), c.Name()
	words["Because"] = p.T("queue.because."+c.Kind(), words)
	return p.T("queue.criterion."+where, words)
}

// neighbour is the standing that an application's reason sets it apart from: the one ahead outside the head block, for the
// first the one behind; -1 if it stands alone.
func (q orderedQueue) neighbour(at int) (other int, where string) {
	switch {
	case at > 0 && q.standings[at-1].Turn >= 0:
		return at - 1, "behind"
	case at+1 < len(q.standings):
		return at + 1, "before"
	}
	return -1, ""
}
