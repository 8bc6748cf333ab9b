package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/service/oversight"
)

// Report is the year in figures, with real seconds by stage and the checks that code of its own recomputed. The same seed
// gives the same report but for Seconds.
type Report struct {
	oversight.YearReport
	Switch  string             `json:"switch,omitempty"` // the passage to another profile, in words
	Seconds map[string]float64 `json:"seconds"`
	Checks  map[string]bool    `json:"checks"`
	Details map[string]string  `json:"-"` // of checks that are false: the first offender
}

func (y *year) report(ctx context.Context) (Report, error) {
	var rep Report
	err := y.timed("checks", func() error {
		figures, err := y.Oversight.YearReport(ctx, auditor)
		if err != nil {
			return fmt.Errorf("report year: %w", err)
		}
		checks, err := y.Oversight.AuditYear(ctx, auditor)
		if err != nil {
			return fmt.Errorf("check year: %w", err)
		}
		rep = Report{YearReport: figures, Checks: map[string]bool{}, Details: map[string]string{}}
		for _, c := range checks {
			rep.Checks[c.Name] = c.OK
			if !c.OK {
				rep.Details[c.Name] = c.Detail
			}
		}
		return nil
	})
	if err != nil {
		return rep, err
	}
	if rep.Switch, err = y.switchWords(ctx); err != nil {
		return rep, err
	}
	rep.Seconds = map[string]float64{}
	for stage, d := range y.seconds {
		rep.Seconds[stage] = float64(d.Milliseconds()) / 1000
	}
	return rep, err
}

// Sound tells whether every check is true.
func (r Report) Sound() bool {
	for _, ok := range r.Checks {
		if !ok {
			return false
		}
	}
	return true
}

// JSON is the report as a file: keys in their order, seconds and checks by name.
func (r Report) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	err := e.Encode(r)
	return b.Bytes(), err
}

// Page is the report on one page of text.
func (r Report) Page() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	line := func(name string, value any, note string) { fmt.Fprintf(w, "%s\t%v\t%s\n", name, value, note) }
	fmt.Fprintf(w, "Karaganda, %d: a generated year on the real network of 2017\n\n", Year)
	line("organisations", r.Organisations, fmt.Sprintf("%d licensed places, %d open seats", r.Places, r.OpenSeats))
	line("children", r.Children, fmt.Sprintf("%d held a seat on 1 January", r.OpeningPlacements))
	line("applications", r.Applications, fmt.Sprintf("%d wait at the end", r.Waiting))
	line("offers", r.Offers, fmt.Sprintf("%d accepted, %d declined, %d expired, %d open", r.OffersAccepted, r.OffersDeclined, r.OffersExpired, r.OffersOpen))
	line("vouchers", r.Vouchers, fmt.Sprintf("and %d for children who were placed already", r.OpeningVouchers))
	line("placements", r.Placements, "each after an offer")
	line("sheets", r.Sheets, fmt.Sprintf("child-months: %d confirmed, %d disputed, %d silent", r.LinesConfirmed, r.LinesDisputed, r.LinesSilent))
	line("claims", r.Claims, fmt.Sprintf("%d payment orders", r.PaymentOrders))
	line("paid", money.Tiyn(r.PaidTiyn).String()+" tenge", "settled; December is paid in January")
	line("log", r.LogSize, "entries, root "+r.LogRoot)
	line("rules", r.PolicySHA256, "")
	if r.Switch != "" {
		line("switch", r.Switch, "")
	}
	w.Flush()
	b.WriteString("\nchecks: " + r.checkWords() + "\n")
	return b.String()
}

func (r Report) checkWords() string {
	if r.Sound() {
		return fmt.Sprintf("all %d true", len(r.Checks))
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(r.Details)) {
		words = append(words, name+" is FALSE: "+r.Details[name])
	}
	return strings.Join(words, "; ")
}
