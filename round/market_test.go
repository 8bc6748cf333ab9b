package round_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

func TestMarketKey(t *testing.T) {
	t.Parallel()
	for want, name := range map[string]round.MarketName{
		"krg/3/kk":            {Scope: "krg", Age: 3, Language: register.Kazakh, Kind: register.GeneralGroup},
		"krg/0/ru":            {Scope: "krg", Age: 0, Language: register.Russian, Kind: register.GeneralGroup},
		"krg/abay/12/kk":      {Scope: "krg/abay", Age: 12, Language: register.Kazakh, Kind: register.GeneralGroup},
		"krg/3/kk/special":    {Scope: "krg", Age: 3, Language: register.Kazakh, Kind: register.SpecialGroup},
		"krg/special/3/kk":    {Scope: "krg/special", Age: 3, Language: register.Kazakh, Kind: register.GeneralGroup},
		"a/b/4/ru/sanatorium": {Scope: "a/b", Age: 4, Language: register.Russian, Kind: register.SanatoriumGroup},
	} {
		if got, err := round.ParseMarket(want); name.Key() != want || got != name || err != nil {
			t.Errorf("%s: %q reads as %+v, %v", want, name.Key(), got, err)
		}
	}
	if key := (round.MarketName{Scope: "krg", Age: 3, Language: register.Kazakh}).Key(); key != "krg/3/kk" {
		t.Errorf("without a kind it is %q", key)
	}
	for _, bad := range []string{
		"", "krg", "3/kk", "/3/kk", "krg/three/kk", "krg/-3/kk", "krg/03/kk", "krg/+3/kk", "krg/3/", "krg/3/de", "krg/3/kk/", "krg/3/kk/general", "3/kk/special",
	} {
		if _, err := round.ParseMarket(bad); err == nil {
			t.Errorf("%q reads as a market key", bad)
		}
	}
}

func queue(market, letters string, carry int) round.Queue {
	return round.Queue{Market: market, Standings: orderBy(oneToThree, entries(letters), carry)}
}

func rename(q round.Queue, prefix string) round.Queue {
	q.Standings = slices.Clone(q.Standings)
	for i := range q.Standings {
		q.Standings[i].Application = application(prefix) + q.Standings[i].Application
	}
	return q
}

func TestVoucherProblem(t *testing.T) {
	t.Parallel()
	markets := []round.Market{{Key: "krg/3/kk", Seats: 2}, {Key: "krg/2/kk", Seats: 1}, {Key: "krg/4/kk", Seats: 0}}
	got := round.VoucherProblem(markets, []round.Queue{
		rename(queue("krg/3/kk", "G P E", 1), "three-"),
		rename(queue("krg/4/kk", "G", 0), "four-"),
		rename(queue("krg/2/kk", "G G", 0), "two-"),
		rename(queue("krg/9/kk", "G", 0), "nine-"),
	}, nil)
	want := allocation.Problem{
		Groups: []allocation.Group{{ID: "krg/2/kk", Seats: 1}, {ID: "krg/3/kk", Seats: 2}},
		Children: []allocation.Child{
			{ID: "two-G1", Number: 1, Prefers: []string{"krg/2/kk"}}, {ID: "two-G2", Number: 2, Prefers: []string{"krg/2/kk"}},
			{ID: "three-E3", Number: 3, Prefers: []string{"krg/3/kk"}}, {ID: "three-G1", Number: 4, Prefers: []string{"krg/3/kk"}},
			{ID: "three-P2", Number: 5, Prefers: []string{"krg/3/kk"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTwinsInAVoucherProblem(t *testing.T) {
	t.Parallel()
	const kk, ru, none = "krg/3/kk", "krg/3/ru", "krg/3/en"
	twins := func(members ...application) round.Family { return round.Family{ID: "f", Applications: members} }
	for _, c := range []struct {
		rule     string
		family   round.Family
		order    []string
		families []allocation.Family
	}{
		{"twins stand together at the place of the first",
			twins("k-G4", "k-G2"), []string{"k-G1", "k-G2", "k-G4", "k-G3", "r-G1", "r-G2"},
			[]allocation.Family{{ID: "f", Children: []string{"k-G4", "k-G2"}, Rule: allocation.TogetherOrNone}}},
		{"twins of two markets keep their own places",
			twins("k-G4", "r-G2"), []string{"k-G1", "k-G2", "k-G3", "k-G4", "r-G1", "r-G2"},
			[]allocation.Family{{ID: "f", Children: []string{"k-G4", "r-G2"}, Rule: allocation.TogetherOrNone}}},
		{"no seat for one is no seat for both", twins("k-G1", "n-G1"), []string{"k-G2", "k-G3", "k-G4", "r-G1", "r-G2"}, nil},
		{"if possible: no seat for one leaves the other alone",
			round.Family{ID: "f", Applications: []application{"k-G1", "n-G1"}, Rule: allocation.TogetherIfPossible},
			[]string{"k-G1", "k-G2", "k-G3", "k-G4", "r-G1", "r-G2"}, nil},
		{"a twin who does not wait is no obstacle", twins("k-G1", "placed"), []string{"k-G1", "k-G2", "k-G3", "k-G4", "r-G1", "r-G2"}, nil},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			got := round.VoucherProblem([]round.Market{{Key: kk, Seats: 2}, {Key: ru, Seats: 1}}, []round.Queue{
				rename(queue(kk, "G G G G", 0), "k-"), rename(queue(ru, "G G", 0), "r-"), rename(queue(none, "G", 0), "n-"),
			}, []round.Family{c.family})
			var order []string
			for i, child := range got.Children {
				if child.Number != int64(i+1) {
					t.Errorf("child %s has number %d", child.ID, child.Number)
				}
				order = append(order, child.ID)
			}
			if diff := cmp.Diff(c.order, order); diff != "" {
				t.Errorf("children (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.families, got.Families); diff != "" {
				t.Errorf("families (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOffersInTheOrderOfNumbers(t *testing.T) {
	t.Parallel()
	problem := allocation.Problem{Children: []allocation.Child{
		{ID: "c", Number: 3}, {ID: "a", Number: 1}, {ID: "d", Number: 4, Holds: "g1"}, {ID: "b", Number: 2}, {ID: "e", Number: 5, Holds: "g1"},
	}}
	outcome := allocation.Outcome{Assignments: []allocation.Assignment{
		{Child: "a", Group: "g2"}, {Child: "b", Reason: allocation.NoSeat}, {Child: "c", Group: "g1"}, {Child: "d", Group: "g1"}, {Child: "e", Group: "g2"},
	}}
	want := []round.Offer{{Application: "a", Target: "g2"}, {Application: "c", Target: "g1"}, {Application: "e", Target: "g2"}}
	if diff := cmp.Diff(want, round.Offers(problem, outcome)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := round.Offers(allocation.Problem{}, allocation.Outcome{}); got != nil {
		t.Errorf("offers of nothing: %v", got)
	}
}

// A voucher round serves the first of each market's order, as many as it has vouchers, and no one else.
func TestVoucherRoundServesTheFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		waiting, carry, seats := anyQueue(t), rapid.IntRange(0, 9).Draw(t, "carry"), rapid.IntRange(0, 9).Draw(t, "seats")
		order := orderBy(oneToThree, waiting, carry)
		problem := round.VoucherProblem([]round.Market{{Key: "krg/3/kk", Seats: seats}}, []round.Queue{{Market: "krg/3/kk", Standings: order}}, nil)
		outcome, err := allocation.Solve(context.Background(), problem, allocation.Options{})
		if err != nil {
			t.Fatal(err)
		}
		offers := round.Offers(problem, outcome)
		if len(offers) != min(seats, len(order)) {
			t.Fatalf("%d offers of %d seats to %d", len(offers), seats, len(order))
		}
		for i, offer := range offers {
			if offer.Application != order[i].Application || offer.Target != "krg/3/kk" {
				t.Fatalf("offer %d goes to %+v, want %s", i, offer, order[i].Application)
			}
		}
	})
}
