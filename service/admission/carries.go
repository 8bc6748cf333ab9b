package admission

import (
	"fmt"
	"strconv"

	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/store"
)

// carryOf reads a stored carry.
func carryOf(c store.Carry) (round.Carry, error) {
	text := strconv.Itoa(c.Turns)
	if c.Owed != "" {
		text += " owed " + c.Owed
	}
	carry, err := round.ParseCarry(text)
	if err != nil {
		return carry, fmt.Errorf("read the turns of %s: %w", c.Queue, err)
	}
	return carry, nil
}

// saveCarry keeps how far a queue's turns have gone.
func saveCarry(tx *store.Tx, queue string, c round.Carry) error {
	return tx.SaveCarry(queue, c.Next, c.Owed.String())
}

// carriesNow gives, by queue, how far the turns have gone; a queue that never served one is not there.
func carriesNow(r *store.Reader) (map[string]round.Carry, error) {
	list, err := r.CarriesNow()
	if err != nil {
		return nil, err
	}
	carries := make(map[string]round.Carry, len(list))
	for _, c := range list {
		if carries[c.Queue], err = carryOf(c); err != nil {
			return nil, err
		}
	}
	return carries, nil
}
