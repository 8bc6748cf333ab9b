package demo

import (
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Answer is what a family does with an offer or a line of its month.
type Answer string

// The answers. An offer is accepted, declined or ignored; a line is confirmed, disputed or left silent.
const (
	Accept  Answer = "accept"
	Decline Answer = "decline"
	Ignore  Answer = "ignore"
	Confirm Answer = "confirm"
	Dispute Answer = "dispute"
	Silent  Answer = "silent"
)

// Reply is an answer and when it comes.
type Reply struct {
	Answer    Answer
	AfterDays int           // calendar days after the question; 0 when nothing is answered
	At        time.Duration // since midnight of that day, local time, in whole seconds
	Late      bool          // silent, but confirms in the month after
}

// Shares per mille; all assumed. The terms that they must keep are the policy's.
var (
	offerShares = []int{860, 50, 90}        // accept, decline, ignore
	lineShares  = []int{930, 20, 50}        // confirm, dispute, silent
	daysToReply = []int{550, 300, 150}      // after 0, 1, 2 days
	daysToSign  = []int{10, 25, 30, 20, 15} // after 0 … 4 days
)

const (
	restoresPerMille = 700
	signsPerMille    = 960
	agreesPerMille   = 600
	leavesPerMille   = 30
	restoreDays      = 26 // of the 28 calendar days to ask, so that a day off does not make it late
)

// OfferAnswer is how the family answers an offer, within two days of its notice.
func (s Seed) OfferAnswer(offer string) Reply {
	d := s.Draw("offer.answer", offer)
	answer := [...]Answer{Accept, Decline, Ignore}[d.At(0).Pick(offerShares...)]
	if answer == Ignore {
		return Reply{Answer: Ignore}
	}
	return d.replies(answer)
}

func (d Draw) replies(answer Answer) Reply {
	return Reply{Answer: answer, AfterDays: d.At(1).Pick(daysToReply...), At: d.At(2).awake()}
}

// awake is a time of the day from 8 to 22.
func (d Draw) awake() time.Duration {
	return 8*time.Hour + time.Duration(d.Below(14*60*60))*time.Second
}

// RestoreRequest tells whether a family whose application was suspended asks to restore it, and after how many calendar
// days: 1 to 26.
func (s Seed) RestoreRequest(application string) (asks bool, afterDays int) {
	d := s.Draw("application.restore", application)
	return d.At(0).PerMille(restoresPerMille), 1 + d.At(1).Below(restoreDays)
}

// ContractSigned tells whether a family that accepted a seat signs the contract, and after how many days: 0 to 4, to be
// counted as the term is.
func (s Seed) ContractSigned(offer string) (signs bool, afterDays int) {
	d := s.Draw("contract", offer)
	return d.At(0).PerMille(signsPerMille), d.At(1).Pick(daysToSign...)
}

// LineAnswer is how a guardian answers a child's month: within two days of the signed sheet, or not. Half of the silent ones
// confirm in the month after.
func (s Seed) LineAnswer(line string) Reply {
	d := s.Draw("line.answer", line)
	answer := [...]Answer{Confirm, Dispute, Silent}[d.At(0).Pick(lineShares...)]
	if answer == Silent {
		return Reply{Answer: Silent, Late: d.At(3).PerMille(500)}
	}
	return d.replies(answer)
}

// DisputeDay is the day that a guardian says is wrong: one that is marked present, or else any marked day. Days has one code
// per day of the month. No date means that the line has no day to dispute.
func (s Seed) DisputeDay(line string, month civil.Month, days string) civil.Date {
	d := s.Draw("line.dispute_day", line)
	var present, marked []int
	for i := range len(days) {
		switch register.DayCode(days[i]) {
		case register.DayOff, register.NotEnrolled:
			continue
		case register.Present:
			present = append(present, i)
		}
		marked = append(marked, i)
	}
	if len(present) > 0 {
		marked = present
	}
	if len(marked) == 0 {
		return civil.Date{}
	}
	return month.First().AddDays(marked[d.Below(len(marked))])
}

// Corrected tells whether the kindergarten agrees with a dispute and corrects the day; the guardian then confirms.
func (s Seed) Corrected(line string) bool {
	return s.Draw("line.corrected", line).PerMille(agreesPerMille)
}

// LeavesOn is the day of a year on which a child moves away, for three placements of a hundred. The day may lie outside the
// placement; then nobody leaves.
func (s Seed) LeavesOn(placement string, year int) (civil.Date, bool) {
	d := s.Draw("placement.leaves", placement).At(year)
	if !d.At(0).PerMille(leavesPerMille) {
		return civil.Date{}, false
	}
	return civil.NewDate(year, time.January, 1).AddDays(d.At(1).Below(365)), true
}
