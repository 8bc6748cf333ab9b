// Package racing writes down what many clients asked and heard while they raced, and judges whether one client after the
// other could have heard the same: linearizability (Herlihy & Wing 1990). The search through the orders is porcupine's; the
// models say what the register of seats and the queue answer when nobody hurries.
package racing

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/anishathalye/porcupine"
)

// Ask is a question or a request about one thing, which the model numbers from 0 or knows by an id.
type Ask struct {
	What  string
	Thing int
	ID    string
}

// Answer is what a client heard: the code of a refusal, or "" and what the model says of the question.
type Answer struct {
	Code  string
	ID    string
	N, Of int
}

// History is what was asked and heard. Its clock counts beginnings and ends, so that what ended before something else began
// stands before it, whatever the clocks of the machine show. Goroutines may share it.
type History struct {
	clock atomic.Int64
	mu    sync.Mutex
	done  []porcupine.Operation
}

// Do lets a client ask, and writes down when it asked, when it heard and what. An error that is no answer is returned and
// not written down.
func (h *History) Do(client int, ask Ask, call func() (Answer, error)) error {
	called := h.clock.Add(1)
	runtime.Gosched() // on a quick machine a client would else be answered before the next one asks
	answer, err := call()
	returned := h.clock.Add(1)
	if err != nil {
		return fmt.Errorf("%s %d: %w", ask.What, ask.Thing, err)
	}
	h.Add(Told{client, called, returned, ask, answer})
	return nil
}

// Told is one question of a history, asked and answered at instants of its clock.
type Told struct {
	Client   int
	From, To int64
	Ask      Ask
	Answer   Answer
}

// Add writes down a question that was asked and answered elsewhere, or in a story.
func (h *History) Add(told Told) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.done = append(h.done, porcupine.Operation{ClientId: told.Client, Input: told.Ask, Output: told.Answer, Call: told.From, Return: told.To})
}

// Len is how many questions were answered.
func (h *History) Len() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.done)
}

// Overlaps counts the questions that were asked before the one before them was answered: a history without them shows nothing.
func (h *History) Overlaps() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	byCall := slices.Clone(h.done)
	slices.SortFunc(byCall, func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
	n, last := 0, int64(0)
	for _, o := range byCall {
		if o.Call < last {
			n++
		}
		last = max(last, o.Return)
	}
	return n
}

// The verdicts that are no yes.
var (
	ErrNotLinearizable = errors.New("no order of the requests explains what was heard")
	ErrUndecided       = errors.New("the search for an order was not finished in its time")
)

// Model is what the thing does when it is asked one question after the other. Its state is a text.
type Model struct {
	Begin string
	Step  func(state string, ask Ask, answer Answer) (next string, possible bool)
}

// Check looks for an order of the history that the model explains, for so long at most. The error holds the longest
// beginning that was explained.
func (h *History) Check(m Model, atMost time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	result, info := porcupine.CheckOperationsVerbose(m.porcupine(), h.done, atMost)
	switch result {
	case porcupine.Ok:
		return nil
	case porcupine.Unknown:
		return ErrUndecided
	}
	return fmt.Errorf("%w: of %d the longest explained beginning is %s", ErrNotLinearizable, len(h.done), explained(info))
}

func (m Model) porcupine() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return m.Begin },
		Step: func(state, input, output any) (bool, any) {
			next, possible := m.Step(state.(string), input.(Ask), output.(Answer))
			return possible, next
		},
	}
}

// explained tells the end of the longest beginning for which an order was found.
func explained(info porcupine.LinearizationInfo) string {
	var longest []porcupine.Operation
	for _, part := range info.PartialLinearizationsOperations() {
		for _, order := range part {
			if len(order) > len(longest) {
				longest = order
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d long, ending with", len(longest))
	for _, o := range longest[max(0, len(longest)-5):] {
		fmt.Fprintf(&b, "; %v → %v", o.Input, o.Output)
	}
	return b.String()
}
