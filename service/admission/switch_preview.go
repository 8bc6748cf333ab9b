package admission

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// SwitchPreview is what a switch would do to those who are here today. It names nobody.
type SwitchPreview struct {
	Profile   string           `json:"profile"`
	SHA256    string           `json:"profile_sha256"`
	Before    string           `json:"profile_before"`
	From      civil.Date       `json:"from"`
	On        civil.Date       `json:"computed_on"`
	Queues    []SwitchQueue    `json:"queues"`
	Positions SwitchPositions  `json:"positions"`
	Placed    SwitchPlaced     `json:"placed"`
	Offers    SwitchOffers     `json:"offers"`
	Waiting   SwitchWaiting    `json:"waiting"`
	Months    []SwitchMonth    `json:"months"`
	Formation SwitchFormation  `json:"formation"`
	Terms     []SwitchTermline `json:"terms"`
}

// SwitchQueue is one queue by its key, with how many wait in it before and after.
type SwitchQueue struct {
	Queue  string `json:"queue"`
	Before int    `json:"before"`
	After  int    `json:"after"`
	Turns  string `json:"turns"` // of the pattern: go_on where it stays the same, else begin
}

// SwitchPositions counts how the numbers in the queues change and why.
type SwitchPositions struct {
	Same       int `json:"same"`
	Forward    int `json:"forward"`
	Back       int `json:"back"`
	OtherQueue int `json:"other_queue"` // of those that change: they stand in another queue
	OtherClass int `json:"other_class"` // their ground is worth another class
	OtherOrder int `json:"other_order"` // the queue has another order, or other turns
}

// SwitchPlaced counts the children who hold a seat.
type SwitchPlaced struct {
	GetVoucher     int `json:"get_voucher"`
	LoseVoucher    int `json:"lose_voucher"` // the state order of their kindergarten pays from then on
	KeepVoucher    int `json:"keep_voucher"` // their kindergarten has no state order: the voucher goes on with the seat
	KeepStateOrder int `json:"keep_state_order"`
	Unfunded       int `json:"unfunded"` // neither before nor after
}

// SwitchOffers counts what is open, and how it finishes.
type SwitchOffers struct {
	OpenSeats        int  `json:"open_seats"`        // run out under the terms with which they were made
	AcceptedSeats    int  `json:"accepted_seats"`    // are contracted under them
	OpenVouchers     int  `json:"open_vouchers"`     // run out under their terms, or end with a place in the queue
	UnseatedVouchers int  `json:"unseated_vouchers"` // stay, or are returned with a place in the queue
	Returned         bool `json:"returned"`          // open vouchers and vouchers without a seat end on the day
}

// SwitchWaiting counts those who are in no queue.
type SwitchWaiting struct {
	Suspended int `json:"suspended"`  // until the day that they were told, under the terms that they were told
	Drafts    int `json:"drafts"`     // are judged by the new rules when they are handed in
	LongLists int `json:"long_lists"` // more wishes than the new rules let a family name: they stay until the family changes them
}

// SwitchMonth is days of a month with what pays them.
type SwitchMonth struct {
	From  civil.Date          `json:"from"`
	To    civil.Date          `json:"to"`
	Scope policy.PaymentScope `json:"scope"`
}

// SwitchFormation is when groups form in the year of the switch.
type SwitchFormation struct {
	Before civil.Date `json:"before"`
	After  civil.Date `json:"after"`
}

// SwitchTermline is a figure in which the two profiles differ on the day.
type SwitchTermline struct {
	Key    string `json:"key"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Hash is the text that is kept, with its SHA-256 in hexadecimal.
func (p SwitchPreview) Hash() (text, sum string, err error) {
	data, err := json.Marshal(p)
	if err != nil {
		return "", "", fmt.Errorf("write preview of the switch to %s: %w", p.Profile, err)
	}
	h := sha256.Sum256(data)
	return string(data), hex.EncodeToString(h[:]), nil
}

// ReadSwitchPreview reads a kept preview.
func ReadSwitchPreview(text string) (p SwitchPreview, err error) {
	err = json.Unmarshal([]byte(text), &p)
	return p, err
}

// change is the territory before and after, while a switch is previewed or carried out.
type change struct {
	*store.Reader
	service     *Service
	day         service.Day // today
	before      policy.Rules
	after       policy.Rules
	from        civil.Date
	stateOrders map[register.ID[register.Kindergarten]]bool
}

// toSeats tells whether vouchers end with the switch, toVouchers whether they begin.
func (c *change) toSeats() bool {
	return c.before.Round.Target == policy.TargetVoucher && c.after.Round.Target != policy.TargetVoucher
}

func (c *change) toVouchers() bool {
	return c.before.Round.Target != policy.TargetVoucher && c.after.Round.Target == policy.TargetVoucher
}

func (s *Service) newChange(r *store.Reader, day service.Day, after policy.Rules, from civil.Date) (*change, error) {
	c := &change{Reader: r, service: s, day: day, before: day.Rules, after: after, from: from, stateOrders: map[register.ID[register.Kindergarten]]bool{}}
	all, err := r.Kindergartens()
	for _, k := range all {
		c.stateOrders[k.ID] = k.StateOrder
	}
	return c, err
}

// preview computes everything from what is here today.
func (c *change) preview() (SwitchPreview, error) {
	p := SwitchPreview{
		Profile: c.after.Profile, SHA256: c.after.SHA256, Before: c.before.Profile, From: c.from, On: c.day.Today,
		Formation: SwitchFormation{c.before.Season.Formation.In(c.from.Year()), c.after.Season.Formation.In(c.from.Year())},
		Terms:     []SwitchTermline{}, Queues: []SwitchQueue{},
	}
	p.Offers.Returned = c.toSeats()
	for _, step := range []func(*SwitchPreview) error{c.countQueues, c.countPlaced, c.countOffers, c.countWaiting, c.countTerms} {
		if err := step(&p); err != nil {
			return p, err
		}
	}
	c.countMonths(&p)
	return p, nil
}

// stand is an application with the number that it has on one side.
type stand struct {
	queue  string
	number int
	class  register.PriorityClass
}

// sides are the numbers of everybody before and after, with the queues.
func (c *change) sides() (before, after map[register.ID[preschool.Application]]stand, err error) {
	queued, err := c.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return nil, nil, err
	}
	carries, err := carriesNow(c.Reader)
	if err != nil {
		return nil, nil, err
	}
	if before, err = c.side(queued, c.before, carries); err != nil {
		return nil, nil, err
	}
	if !samePattern(&c.before, &c.after) {
		carries = nil
	}
	for i := range queued {
		if queued[i], _, err = reclass(c.after, c.from, queued[i]); err != nil {
			return nil, nil, err
		}
	}
	after, err = c.side(queued, c.after, carries)
	return before, after, err
}

func (c *change) side(queued []preschool.Application, rules policy.Rules, carries map[string]round.Carry) (map[register.ID[preschool.Application]]stand, error) {
	stands := make(map[register.ID[preschool.Application]]stand, len(queued))
	queues := map[string][]round.Entry{}
	on := service.Day{Today: c.from, Now: c.day.Now, Rules: rules}
	for _, a := range queued {
		key, err := c.service.marketOf(c.Reader, on, a)
		if err != nil {
			return nil, err
		}
		class, proof := counted(c.Reader, &rules, a)
		queues[key] = append(queues[key], round.Entry{
			Application: a.ID, RegisteredAt: a.RegisteredAt, Sequence: a.Sequence, Class: class, Proof: proof, BirthDate: a.BirthDate, Facts: factList(a.Facts),
		})
		stands[a.ID] = stand{queue: key, class: preschool.Application{Class: class, Proof: proof}.Counts()}
	}
	for key, entries := range queues {
		for _, st := range Ordering(&rules, "").Order(entries, carries[key]) {
			s := stands[st.Application]
			s.number = st.Position
			stands[st.Application] = s
		}
	}
	return stands, nil
}
