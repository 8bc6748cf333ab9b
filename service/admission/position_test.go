package admission_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

func TestParseCodeForgivesHands(t *testing.T) {
	t.Parallel()
	const code = "34x2jk16r8b4ndy7syvr50kvm1"
	for _, typed := range []string{
		code, strings.ToUpper(code), " 34x2-jk16-r8b4-ndy7-syvr-50kv-m1\t", "34x2 jk16 r8b4 ndy7 syvr 5okv mi", "34x2jk16r8b4ndy7syvr5Okvml", "34x2\u00a0jk16r8b4ndy7syvr50kvm1",
	} {
		if got, err := admission.ParseCode(typed); err != nil || got != code {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "short", code + "0", strings.Replace(code, "x", "u", 1), strings.Replace(code, "x", "х", 1), strings.Repeat("'", 26)} {
		if got, err := admission.ParseCode(typed); register.CodeOf(err) != "application.code_form" {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
}

func TestPositionAgreesWithTheAnonymousQueue(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	public := city.Actor(access.Public)
	seen := map[string]map[int]register.PriorityClass{}
	moved := false
	for _, id := range applications(t, c) {
		p, err := c.Admission.Position(t.Context(), public, id)
		if err != nil {
			t.Fatal(err)
		}
		if waits := p.State == preschool.ApplicationQueued; waits != (p.Number > 0) || waits != (p.Reason != "") {
			t.Errorf("%s: state %s, number %d, reason %q", id, p.State, p.Number, p.Reason)
		}
		if n := len(p.Moves); n == 0 || p.Moves[n-1].To != p.Number {
			t.Errorf("%s: its moves do not end at %d: %+v", id, p.Number, p.Moves)
		}
		for _, m := range p.Moves {
			sum := m.From
			for _, cause := range m.Causes {
				sum += cause.Came - cause.Left
			}
			if m.Own == "" && sum != m.To {
				t.Errorf("%s: %d to %d is not explained by %+v", id, m.From, m.To, m.Causes)
			}
			moved = moved || m.Own == ""
		}
		if p.Number > 0 {
			if seen[p.Queue.Key] == nil {
				seen[p.Queue.Key] = map[int]register.PriorityClass{}
			}
			seen[p.Queue.Key][p.Number] = p.Tier
		}
	}
	if !moved {
		t.Error("nobody was moved by others: the city proves nothing")
	}
	queues, err := c.Admission.Queues(t.Context(), public)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queues {
		compareQueue(t, c, q, seen[q.Key])
	}
}

func compareQueue(t *testing.T, c *city.City, want admission.QueueLength, tiers map[int]register.PriorityClass) {
	t.Helper()
	q, err := c.Admission.Queue(t.Context(), city.Actor(access.Public), want.Key)
	if err != nil {
		t.Fatal(err)
	}
	if len(q.Places) != want.Waiting || len(tiers) != want.Waiting || q.Small != (want.Waiting < 10) {
		t.Errorf("%s: %d waiting, %d places, %d positions, small %t", want.Key, want.Waiting, len(q.Places), len(tiers), q.Small)
	}
	for i, place := range q.Places {
		if place.Number != i+1 || !q.Small && (place.Tier != tiers[i+1] || place.Registered.IsZero()) || q.Small && (place.Tier != "" || !place.Registered.IsZero()) {
			t.Errorf("%s: place %d is %+v, its owner stands in %s", want.Key, i+1, place, tiers[i+1])
		}
	}
}

func applications(t *testing.T, c *city.City) []register.ID[preschool.Application] {
	t.Helper()
	var ids []register.ID[preschool.Application]
	err := c.DB.View(t.Context(), city.Authority, func(r *store.Reader) error {
		all, err := r.Applications()
		for _, a := range all {
			ids = append(ids, a.ID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestPositionOfOffered(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	p, err := c.Admission.Position(t.Context(), city.Actor(access.Public), c.Offered)
	if err != nil {
		t.Fatal(err)
	}
	last := p.Offers[len(p.Offers)-1]
	if last.State != preschool.OfferOpen || last.AnswerBy.Before(p.Day.Today) || p.Moves[len(p.Moves)-1].Own != "offered" {
		t.Errorf("offer %+v, last move %+v", last, p.Moves[len(p.Moves)-1])
	}
}

func TestPositionIsRefused(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	for _, role := range []access.Role{access.Kindergarten, access.Officer, access.Payer, access.System} {
		if _, err := c.Admission.Position(t.Context(), city.Actor(role), c.Waiting); register.CodeOf(err) != "access.role" {
			t.Errorf("%s: %v", role, err)
		}
	}
	if _, err := c.Admission.Position(t.Context(), city.Actor(access.Public), "none"); register.CodeOf(err) != "application.unknown" {
		t.Errorf("unknown code: %v", err)
	}
	stranger := city.Actor(access.Public)
	stranger.Authority = "elsewhere"
	if _, err := c.Admission.Position(t.Context(), stranger, c.Waiting); register.CodeOf(err) != "application.unknown" {
		t.Errorf("another authority: %v", err)
	}
	for _, key := range []string{"", "krg", "krg/x/kk", "krg/1/ru/", "krg/9/kk"} {
		if _, err := c.Admission.Queue(t.Context(), city.Actor(access.Public), key); register.CodeOf(err) != "queue.unknown" {
			t.Errorf("queue %q: %v", key, err)
		}
	}
}
