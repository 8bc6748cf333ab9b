package admission_test

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/internal/racing"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// The opening minute: as many families as a large city has hand in at once, over as many connections as the server keeps.
// Everybody who was told yes stands in the queue once; the instants never run against the counter; who was told yes before
// another one asked stands before it.
func TestTheOpeningMinute(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		families := map[kit.Engine]int{kit.SQLite: 20_000, kit.Postgres: 4_000}[engine]
		if testing.Short() {
			families = 1_000
		}
		c := arena(t, engine, "kz-classic-2025")
		people := residents(c, families, "2023-05-06")
		told, hurry := &verdicts{t: t}, newHurry(families)
		var next atomic.Int64
		storm(32, func(int) {
			for n := int(next.Add(1)) - 1; n < families; n = int(next.Add(1)) - 1 {
				hurry.asked(n)
				sub := town.Submission(people[n].Child, "", town.Sun, town.Moon)
				sub.Key = fmt.Sprint("click ", n)
				id, err := c.Admission.SubmitApplication(c.Ctx(), people[n].Actor(), sub)
				hurry.heard(n)
				told.add("submit", err)
				hurry.ids[n] = id
				if n%10 == 0 { // the answer got lost on its way: the same click is sent again
					again, err := c.Admission.SubmitApplication(c.Ctx(), people[n].Actor(), sub)
					if told.add("again", err); again != id {
						t.Errorf("a click that was sent twice is the applications %s and %s", id, again)
					}
				}
				if n%500 == 0 { // a server learns by itself how large its tables are; the test kit's does not
					c.Do(c.Oversight.RefreshStatistics(c.Ctx(), town.Actor(access.System)))
				}
			}
		})
		told.only("submit", "again")
		inServerOrder(t, c, hurry)
	})
}

// hurry is when each family asked and heard, by a clock that counts both.
type hurry struct {
	clock      atomic.Int64
	ask, reply []int64
	ids        []register.ID[preschool.Application]
}

func newHurry(n int) *hurry {
	return &hurry{ask: make([]int64, n), reply: make([]int64, n), ids: make([]register.ID[preschool.Application], n)}
}

func (h *hurry) asked(n int) { h.ask[n] = h.clock.Add(1) }
func (h *hurry) heard(n int) { h.reply[n] = h.clock.Add(1) }

// inServerOrder compares what families were told with the queue.
func inServerOrder(t *testing.T, c *town.Town, h *hurry) {
	t.Helper()
	queue := standing(c)
	if len(queue) != len(h.ids) {
		t.Fatalf("%d families were told yes, %d stand in the queue", len(h.ids), len(queue))
	}
	place := make(map[register.ID[preschool.Application]]int, len(queue))
	for i, q := range queue {
		place[q.Application] = i
		if i > 0 && q.Sequence <= queue[i-1].Sequence {
			t.Fatalf("the queue's %dth by the instant drew the number %d, the one before it %d", i+1, q.Sequence, queue[i-1].Sequence)
		}
	}
	if len(place) != len(queue) {
		t.Fatalf("%d applications take %d places", len(place), len(queue))
	}
	byPlace := make([]int, len(queue))
	for n, id := range h.ids {
		i, there := place[id]
		if !there {
			t.Fatalf("family %d was told yes and does not stand in the queue", n)
		}
		byPlace[i] = n
	}
	// From the end: nobody may have heard before the latest question of those in front.
	latest := int64(0)
	for i, n := range byPlace {
		if h.reply[n] < latest {
			t.Fatalf("place %d was told yes before somebody in front of it asked", i+1)
		}
		latest = max(latest, h.ask[n])
	}
}

// Children come, go and look where they stand, all at once: some order of it is that of a queue.
func TestTheQueueIsLinearizable(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		for seed := range uint64(rounds()) {
			c := arena(t, engine, "kz-classic-2025")
			h, people := &racing.History{}, residents(c, 6, "2023-05-06")
			ids := make([]atomic.Value, len(people))
			storm(2*len(people), func(client int) {
				r := rand.New(rand.NewPCG(seed, uint64(client)))
				for range 12 {
					ask := racing.Ask{What: []string{racing.Submit, racing.Withdraw, racing.Position, racing.Position}[r.IntN(4)], Thing: client / 2}
					if ask.What == racing.Position {
						ask.Thing = r.IntN(len(people))
					}
					if ask.What != racing.Submit {
						if ask.ID, _ = ids[ask.Thing].Load().(string); ask.ID == "" {
							continue // nobody knows it yet
						}
					}
					err := h.Do(client, ask, func() (racing.Answer, error) {
						answer, err := askQueue(c, people[ask.Thing], ask)
						if answer.ID != "" {
							ids[ask.Thing].Store(answer.ID)
						}
						return answer, err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
			judge(t, h, racing.Queue())
		}
	})
}

func askQueue(c *town.Town, p town.Person, ask racing.Ask) (racing.Answer, error) {
	id := register.ID[preschool.Application](ask.ID)
	switch ask.What {
	case racing.Submit:
		id, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
		if err != nil {
			return refused(err)
		}
		return racing.Answer{ID: string(id)}, nil
	case racing.Withdraw:
		return refused(c.Admission.WithdrawApplication(c.Ctx(), p.Actor(), id))
	}
	place, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id)
	return racing.Answer{N: place.Number, Of: place.Of}, err
}

// refused is the answer to a request: a refusal is one, a fault is none.
func refused(err error) (racing.Answer, error) {
	code := register.CodeOf(err)
	if code != "" {
		err = nil
	}
	return racing.Answer{Code: code}, err
}

func rounds() int {
	if testing.Short() {
		return 2
	}
	return 8
}

// judge looks for an order of what was heard. A history in which nobody overlapped would show nothing.
func judge(t *testing.T, h *racing.History, m racing.Model) {
	t.Helper()
	if h.Overlaps() == 0 {
		t.Errorf("none of %d requests overlapped", h.Len())
	}
	if err := h.Check(m, time.Minute); err != nil {
		t.Error(err)
	}
}

// standing is the queue of the town as it stands, by the instant and the counter.
func standing(c *town.Town) []store.QueueEntry {
	c.TB.Helper()
	var queue []store.QueueEntry
	c.Read(func(r *store.Reader) (err error) {
		queue, err = r.QueuesNow()
		return err
	})
	return queue
}
