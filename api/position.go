package api

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// PositionQuestion asks for a position. The code comes in the body: it never stands in an address.
type PositionQuestion struct {
	Code string `json:"code"`
}

// Position is where an application stands, and how it came there.
type Position struct {
	Application    string  `json:"application"`
	Day            string  `json:"day"`
	State          string  `json:"state"`
	RegisteredAt   string  `json:"registered_at"`
	Queue          *Queue  `json:"queue"`
	Number         *int    `json:"number"`
	Of             *int    `json:"of"`
	Tier           string  `json:"tier"`
	Proof          string  `json:"proof"`
	Reason         string  `json:"reason"`
	SuspendedUntil string  `json:"suspended_until"`
	Offers         []Offer `json:"offers"`
	Moves          []Move  `json:"moves"`
}

// Queue says whose queue it is.
type Queue struct {
	Key       string `json:"key"`
	Territory string `json:"territory"`
	Age       int    `json:"age"`
	Language  string `json:"language"`
}

// Offer is an offer without the kindergarten that it leads to.
type Offer struct {
	Of         string `json:"of"`
	State      string `json:"state"`
	OfferedOn  string `json:"offered_on"`
	AnswerBy   string `json:"answer_by"`
	ContractBy string `json:"contract_by"`
}

// Move is how the position changed over a day; 0 = not in the queue.
type Move struct {
	On     string  `json:"on"`
	Queue  string  `json:"queue"`
	From   int     `json:"from"`
	To     int     `json:"to"`
	Own    string  `json:"own"`
	Causes []Cause `json:"causes"`
}

// Cause counts those who left the places ahead, or came there, on one ground.
type Cause struct {
	Ground string `json:"ground"`
	Left   int    `json:"left"`
	Came   int    `json:"came"`
}

// longestBody bounds what is read of a question.
const longestBody = 4096

func (c Config) showPosition(r *http.Request) (any, error) {
	question, err := readQuestion(r.Body)
	if err != nil {
		return nil, err
	}
	code, err := admission.ParseCode(question.Code)
	if err != nil {
		return nil, err
	}
	p, err := c.Admission.Position(r.Context(), c.actor(), code)
	if err != nil {
		return nil, err
	}
	return positionOf(p), nil
}

func readQuestion(body io.Reader) (PositionQuestion, error) {
	var q PositionQuestion
	decoder := json.NewDecoder(io.LimitReader(body, longestBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&q); err != nil {
		return q, register.Refuse(register.Invalid, "api.body")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return q, register.Refuse(register.Invalid, "api.body")
	}
	return q, nil
}

func positionOf(p admission.Position) Position {
	answer := Position{
		Application: string(p.Application), Day: p.Day.Today.String(), State: string(p.State), RegisteredAt: p.RegisteredAt.String(), Tier: string(p.Tier),
		Proof: string(p.Proof), Reason: string(p.Reason), SuspendedUntil: p.SuspendedUntil.String(), Offers: []Offer{}, Moves: []Move{},
	}
	if p.Queue.Key != "" {
		answer.Queue = &Queue{p.Queue.Key, p.Queue.Territory, p.Queue.Age, string(p.Queue.Language)}
	}
	if p.Number > 0 {
		answer.Number, answer.Of = &p.Number, &p.Of
	}
	for _, o := range p.Offers {
		answer.Offers = append(answer.Offers, Offer{string(o.Of), string(o.State), o.OfferedOn.String(), o.AnswerBy.String(), o.ContractBy.String()})
	}
	for _, m := range p.Moves {
		move := Move{m.On.String(), m.Queue.Key, m.From, m.To, string(m.Own), []Cause{}}
		for _, cause := range m.Causes {
			move.Causes = append(move.Causes, Cause{string(cause.Ground), cause.Left, cause.Came})
		}
		answer.Moves = append(answer.Moves, move)
	}
	return answer
}
