package open

import (
	"slices"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/service/admission"
)

// moveView is a day's move as the page tells it.
type moveView struct {
	admission.PositionMove
	Causes []causeView
}

// causeView is one ground with the rule behind it, and who came ahead on it.
type causeView struct {
	Ground     string
	Left, Came int
	Rule       string // figure of the profile, "" = none
	RuleName   string
	Who        []passage
	More       int // who came and is not told one by one
}

// passage is one who came ahead: nothing that names a child.
type passage struct {
	Tier       string
	Registered any // a day
}

// ruleOf is the figure of the profile by which a ground moves a queue.
var ruleOf = map[string]string{
	"registered": "queue.order", "restored": "suspension.restore", "returned": "offer.expired", "proof_verified": "queue.pattern",
	"proof_expired": "queue.unverified", "refreshed": "queue.refresh", "appeal_upheld": "appeal.term", "facts_changed": "queue.order",
	"drawn": "queue.order", "offered": "round.every", "suspended": "suspension.term", "interleaved": "queue.pattern",
}

const (
	movesShown    = 60 // of the newest; a year in a busy queue has some two hundred
	passagesShown = 5  // of one ground on one day
)

// movesOf lists the newest moves, the latest first.
func movesOf(p admission.Position, printer *i18n.Printer) []moveView {
	var views []moveView
	for _, m := range slices.Backward(p.Moves) {
		if len(views) == movesShown {
			break
		}
		view := moveView{PositionMove: m}
		for _, c := range m.Causes {
			cause := causeView{Ground: string(c.Ground), Left: c.Left, Came: c.Came, Rule: ruleOf[string(c.Ground)]}
			if cause.Rule != "" {
				cause.RuleName = printer.T("rule."+cause.Rule, nil)
			}
			for _, who := range m.Ahead {
				switch {
				case who.Ground != c.Ground || p.Small:
				case len(cause.Who) < passagesShown:
					cause.Who = append(cause.Who, passage{string(who.Tier), who.Registered})
				default:
					cause.More++
				}
			}
			view.Causes = append(view.Causes, cause)
		}
		views = append(views, view)
	}
	return views
}
