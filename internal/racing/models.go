package racing

import (
	"fmt"
	"slices"
	"strings"
)

// What clients ask of a group's seats and of the offers that hold them.
const (
	Accept   = "accept"
	Decline  = "decline"
	HandIn   = "hand in" // the family's papers
	Take     = "take"    // the papers, by the kindergarten
	Sign     = "sign"
	Withdraw = "withdraw"
	Lapse    = "lapse" // the night's run; the thing means nothing
	Count    = "count" // of the group: N offered, Of placed; the thing means nothing
)

// The states of an offer with its application and its papers, one letter each.
const (
	open      = 'o'
	accepted  = 'a'
	handed    = 'h'
	taken     = 't'
	fulfilled = 'f'
	ended     = 'e' // declined or expired; the application lives on
	withdrawn = 'w'
)

// seatSteps are the requests that are granted: what they make of which states. Nothing else is.
var seatSteps = map[string]struct {
	from string
	to   rune
}{
	Accept: {string(open), accepted}, Decline: {string(open), ended}, HandIn: {string(accepted), handed}, Take: {string(handed), taken},
	Sign: {string(taken), fulfilled}, Withdraw: {string([]rune{open, accepted, handed, taken, ended}), withdrawn},
}

// seatRefusals are the codes of refusals that have one alone.
var seatRefusals = map[string]string{Accept: "offer.not_accept", Decline: "offer.not_decline", Withdraw: "application.not_withdraw"}

// Seats is a group of which so many seats are offered, each to an application of its own. Late says that the last day to
// answer is over: nobody may accept any more, and the night ends what is open.
func Seats(offers int, late bool) Model {
	return Model{Begin: strings.Repeat(string(open), offers), Step: func(state string, ask Ask, heard Answer) (string, bool) {
		switch ask.What {
		case Count:
			placed := strings.Count(state, string(fulfilled))
			over := strings.Count(state, string(ended)) + strings.Count(state, string(withdrawn))
			return state, heard == Answer{N: offers - placed - over, Of: placed}
		case Lapse:
			if late {
				state = strings.ReplaceAll(state, string(open), string(ended))
			}
			return state, heard == Answer{}
		}
		step, at := seatSteps[ask.What], rune(state[ask.Thing])
		code := seatRefusals[ask.What]
		if late && ask.What == Accept && at == open {
			return state, heard == Answer{Code: "offer.lapsed"}
		}
		if !strings.ContainsRune(step.from, at) {
			return state, heard.Code != "" && (code == "" || heard == Answer{Code: code})
		}
		return state[:ask.Thing] + string(step.to) + state[ask.Thing+1:], heard == Answer{}
	}}
}

// What clients ask of a queue, beside Withdraw, which names an application by its id.
const (
	Submit   = "submit"   // of the child that the thing counts; the answer has the application's id
	Position = "position" // of an application; N is the place and Of the length, 0 for one who does not stand there
)

// Queue is a queue into which children are registered and which they leave: who was registered first stands first. A child
// has one live application; when it has left it may come again, at the end.
func Queue() Model {
	return Model{Step: func(state string, ask Ask, heard Answer) (string, bool) {
		queue := strings.Fields(state) // child:application
		switch ask.What {
		case Submit:
			child := fmt.Sprint(ask.Thing, ":")
			if slices.ContainsFunc(queue, func(s string) bool { return strings.HasPrefix(s, child) }) {
				return state, heard == Answer{Code: "application.live"}
			}
			return state + " " + child + heard.ID, heard == Answer{ID: heard.ID} && heard.ID != "" && !strings.Contains(state, heard.ID)
		case Position:
			if at := placeOf(queue, ask.ID); at >= 0 {
				return state, heard == Answer{N: at + 1, Of: len(queue)}
			}
			return state, heard == Answer{}
		case Withdraw:
			if at := placeOf(queue, ask.ID); at >= 0 {
				return " " + strings.Join(slices.Delete(queue, at, at+1), " "), heard == Answer{}
			}
			return state, heard == Answer{Code: "application.not_withdraw"}
		}
		panic("racing: a queue is not asked to " + ask.What)
	}}
}

// placeOf finds an application, counted from 0; -1 for one that does not stand there.
func placeOf(queue []string, id string) int {
	return slices.IndexFunc(queue, func(s string) bool { return strings.HasSuffix(s, ":"+id) })
}
