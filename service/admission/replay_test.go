package admission_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// The events of a small random past give the same queues and the same histories on both engines. The queue of the page is a
// replay of the events; it has everybody who waits, once.
func TestReplayIsTheSameOnBothEngines(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"kz-classic-2025", "kz-voucher-2026"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			var lock sync.Mutex
			seen := map[kit.Engine]string{}
			t.Cleanup(func() {
				if postgres, both := seen[kit.Postgres]; both && !t.Failed() {
					if diff := cmp.Diff(seen[kit.SQLite], postgres); diff != "" {
						t.Errorf("the engines differ (-SQLite +PostgreSQL):\n%s", diff)
					}
				}
			})
			kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
				text := relive(town.On(t, engine, profile))
				for _, ground := range []string{"registered", "offered", "withdrawn", "proof_verified", "suspended"} {
					if !strings.Contains(text, ground) {
						t.Errorf("nobody was %s: the past proves too little", ground)
					}
				}
				lock.Lock()
				defer lock.Unlock()
				seen[engine] = text
			})
		})
	}
}

// relive lives nineteen days by chance, always the same, and tells every queue and every history after each.
func relive(l *town.Town) string {
	chance := rand.New(rand.NewPCG(20, 26))
	grounds := []register.PriorityGroup{"", "", "", register.LargeFamily, register.Military, register.Orphan}
	var all []register.ID[preschool.Application]
	text := ""
	for day := range 19 {
		l.At(fmt.Sprintf("2026-01-%02d 09:00", 12+day))
		if seats := map[int]int{0: 1, 4: 3, 8: 5}[day]; seats > 0 {
			l.Open(town.Sun, 2023, seats)
		}
		for range chance.IntN(4) {
			birth := []string{"2023-02-03", "2023-11-12", "2022-05-05"}[chance.IntN(3)]
			all = append(all, l.Apply(l.Family(birth)[0], grounds[chance.IntN(len(grounds))], town.Sun))
		}
		for _, id := range all {
			a := l.Application(id)
			switch {
			case a.Proof == preschool.ProofClaimed && chance.IntN(2) == 0:
				l.Do(l.Admission.VerifyProof(l.Ctx(), town.Actor(access.Officer), town.Proof(id), chance.IntN(4) > 0))
			case a.State == preschool.ApplicationQueued && chance.IntN(12) == 0:
				l.Do(l.Admission.WithdrawApplication(l.Ctx(), town.Guardian(a.Guardian), id))
			case a.State == preschool.ApplicationOffered && l.Last(id).State == preschool.OfferOpen && chance.IntN(2) == 0:
				l.Do(l.Admission.DeclineOffer(l.Ctx(), town.Guardian(a.Guardian), l.Last(id).ID))
			}
		}
		l.Morning()
		text += retell(l, all)
	}
	return text
}

func retell(l *town.Town, all []register.ID[preschool.Application]) string {
	l.TB.Helper()
	public := town.Actor(access.Public)
	text, waiting := fmt.Sprintln(l.Clock.Now()), 0
	queues, err := l.Admission.Queues(l.Ctx(), public)
	l.Do(err)
	for _, q := range queues {
		queue, err := l.Admission.Queue(l.Ctx(), public, q.Key)
		l.Do(err)
		text += fmt.Sprintln(q.Key, queue.Places)
		waiting += q.Waiting
	}
	numbers := map[string]bool{}
	for _, id := range all {
		p, err := l.Admission.Position(l.Ctx(), public, id)
		l.Do(err)
		text += fmt.Sprintln(id, p.State, p.Number, p.Of, p.Reason, p.Moves)
		if p.Number > 0 {
			numbers[fmt.Sprint(p.Queue.Key, " ", p.Number)] = true
		}
	}
	if len(numbers) != waiting {
		l.TB.Errorf("%d wait, %d numbers are given", waiting, len(numbers))
	}
	return text
}
