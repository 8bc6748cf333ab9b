package round_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// BenchmarkOrder orders a nation's queue, handed over in no order: by date with the pattern of one to three, and by the words
// of other cities.
func BenchmarkOrder(b *testing.B) {
	const million = 1_000_000
	chance := rand.New(rand.NewPCG(1, 2))
	queue := make([]round.Entry, million)
	for i := range queue {
		queue[i] = round.Entry{
			Application: application(fmt.Sprintf("%026d", chance.Uint64())), RegisteredAt: start.Add(time.Duration(chance.IntN(1e9)) * time.Millisecond), Sequence: int64(i),
			Class: register.PriorityClasses[chance.IntN(3)], Proof: "verified", BirthDate: civil.NewDate(2020+chance.IntN(4), 1, 1),
			Facts: []string{fmt.Sprintf("guardian1.hours=%d", chance.IntN(50)), fmt.Sprintf("guardian2.hours=%d", chance.IntN(50)), fmt.Sprintf("tax=%d", chance.IntN(1e6))},
		}
	}
	for _, c := range []struct {
		name     string
		criteria []round.Criterion
	}{
		{"date", nil}, {"lottery", []round.Criterion{round.ByLottery}}, {"sibling", []round.Criterion{round.BySibling}},
		{"points_tax", []round.Criterion{"points:1", "fact:tax"}},
	} {
		o := round.Ordering{
			Pattern: oneToThree, Criteria: c.criteria, Seed: "c0ffee",
			Points: []round.PointRow{{Stage: "1", Fact: "hours", Guardian: true, AtLeast: at(20), Points: 2}, {Stage: "1", Fact: "hours", Guardian: true, AtLeast: at(40), Points: 5}},
		}
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if order := o.Order(queue, round.Carry{Next: 5}); len(order) != million {
					b.Fatal(len(order))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/child")
		})
	}
}
