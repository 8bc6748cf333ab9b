package api

import (
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/service/registry"
)

// Closure is a number of seats of a group that take no new child for a while. To is empty while nobody knows the last day,
// EndedOn while the seats are closed.
type Closure struct {
	Kindergarten string `json:"kindergarten"`
	Group        int    `json:"group"`
	Seats        int    `json:"seats"`
	Reason       string `json:"reason"`
	From         string `json:"from"`
	To           string `json:"to"`
	EndedOn      string `json:"ended_on"`
	Act          string `json:"act"`
	ClosedBy     string `json:"closed_by"`
}

// CapacityEvent is what changes the seats, the name or the kind of a kindergarten, with its legal act. What an event of its
// kind does not have is empty or 0.
type CapacityEvent struct {
	Kindergarten string `json:"kindergarten"`
	Kind         string `json:"kind"`
	State        string `json:"state"`
	From         string `json:"from"`
	To           string `json:"to"`
	CarriedOutOn string `json:"carried_out_on"`
	Seats        int    `json:"seats"`
	BirthYear    int    `json:"birth_year"`
	Language     string `json:"language"`
	Into         string `json:"into"`
	NewName      string `json:"new_name"`
	NewKind      string `json:"new_kind"`
	Act          string `json:"act"`
	RecordedBy   string `json:"recorded_by"`
}

func closuresOf(closures []registry.PublicClosure, codes codes) []Closure {
	list := []Closure{}
	for _, c := range closures {
		list = append(list, Closure{
			codes.of(c.Kindergarten), c.Number, c.Seats, string(c.Reason), c.From.String(), c.To.String(), c.EndedOn.String(), c.Act, c.ClosedBy,
		})
	}
	return list
}

func capacityOf(events []preschool.CapacityEvent, codes codes) []CapacityEvent {
	list := []CapacityEvent{}
	for _, e := range events {
		into := ""
		if e.Into != "" {
			into = codes.of(e.Into)
		}
		list = append(list, CapacityEvent{
			codes.of(e.Kindergarten), string(e.Kind), string(e.State), e.From.String(), e.To.String(), e.CarriedOutOn.String(), e.Seats, e.BirthYear,
			string(e.Language), into, e.NewName, e.NewKind, e.Act, e.RecordedBy,
		})
	}
	return list
}
