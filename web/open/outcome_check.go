package open

import (
	"net/http"

	"github.com/balajol/balajol/web/page"
)

// violationCodes are the kinds of violations that the check in the browser names, in the order of its steps. Before them stand the
// two files that may be none.
var violationCodes = []string{
	"malformed_problem", "malformed_outcome", "wrong_hash", "wrong_mechanism", "wrong_path", "unknown_child", "repeated_child", "missing_child", "unknown_group",
	"not_individually_rational", "infeasible", "over_capacity", "seat_lost", "family_apart", "wasted_seat", "justified_envy", "wrong_slot", "wrong_cutoff", "wrong_start",
	"wrong_reason", "wrong_exception", "not_optimal",
}

// violationsShown keeps the page short where everything is wrong.
const violationsShown = 100

type outcomeCheckPage struct {
	page.Base
	Codes []string
	Limit int
}

// checkOutcome lets the reader judge an outcome without trusting this server: the browser does it, and the page may send nothing.
func (o *Room) checkOutcome(w http.ResponseWriter, r *http.Request) error {
	page.AllowScript(w)
	return o.Site.Render(w, r, http.StatusOK, "open/outcome_check", &outcomeCheckPage{page.Base{Section: "record"}, violationCodes, violationsShown})
}
