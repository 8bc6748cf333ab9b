package admission

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// RefreshMove is how one application would move at the next refresh if it came today.
type RefreshMove struct {
	Application register.ID[preschool.Application]
	From, To    QueueName
	Number      int // in its present queue; 0 before the draw of its lot
	NewNumber   int // 0: the child will be too old for the queue, and the application is closed
	Of          int // length of the new queue
}

// RefreshCount is how many applications would move from one queue to another.
type RefreshCount struct {
	From, To QueueName
	Moves    int
}

// RefreshPreview is what the next refresh would do to those who wait today.
type RefreshPreview struct {
	On     civil.Date     // day of the refresh
	Counts []RefreshCount // in the order of the present queues; no application by itself
}

// PreviewRefresh shows an officer what the next refresh would do to those who wait today. Nothing is written.
func (s *Service) PreviewRefresh(ctx context.Context, actor access.Actor) (RefreshPreview, error) {
	var p RefreshPreview
	var moves []RefreshMove
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.PreviewRefresh, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		p.On = nextRefresh(&day.Rules, day.Today)
		moves, err = s.refreshMoves(r, day)
		return err
	})
	if err != nil {
		return RefreshPreview{}, fmt.Errorf("preview refresh: %w", err)
	}
	for _, m := range moves {
		i := slices.IndexFunc(p.Counts, func(c RefreshCount) bool { return c.From == m.From && c.To == m.To })
		if i < 0 {
			i, p.Counts = len(p.Counts), append(p.Counts, RefreshCount{From: m.From, To: m.To})
		}
		p.Counts[i].Moves++
	}
	return p, nil
}

// RefreshOf shows whoever knows an application's code how it would move at the next refresh; on is none when it would not.
func (s *Service) RefreshOf(ctx context.Context, actor access.Actor, code register.ID[preschool.Application]) (move RefreshMove, on civil.Date, err error) {
	err = s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		a, err := r.Application(code)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ReadPosition, a); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		var moves bool
		if move, moves, err = s.refreshMove(r, day, a); moves {
			on = nextRefresh(&day.Rules, day.Today)
		}
		return err
	})
	return move, on, err
}

// refreshMove is how the next refresh would move one application. Anybody may ask, so that only the two queues concerned are
// ordered.
func (s *Service) refreshMove(r *store.Reader, today service.Day, a preschool.Application) (m RefreshMove, moves bool, err error) {
	if a.State != preschool.ApplicationQueued {
		return m, false, nil
	}
	then := today
	then.Today = nextRefresh(&today.Rules, today.Today)
	from, err := s.marketOf(r, today, a)
	if err != nil {
		return m, false, err
	}
	to := ""
	if !tooOld(then, a) {
		if to, err = s.marketOf(r, then, a); err != nil {
			return m, false, err
		}
	}
	if from == to {
		return m, false, nil
	}
	queued, err := r.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return m, false, err
	}
	before, err := s.line(r, today, beside(today, a, queued), from)
	if err != nil {
		return m, false, err
	}
	after := map[register.ID[preschool.Application]]spot{}
	if to != "" {
		staying := slices.DeleteFunc(beside(then, a, queued), func(b preschool.Application) bool { return tooOld(then, b) })
		if after, err = s.line(r, then, staying, to); err != nil {
			return m, false, err
		}
	}
	m, err = moveOf(a.ID, before[a.ID], after[a.ID])
	return m, err == nil, err
}

// beside are the applications that stand with one in a queue on a day, as far as that is told without asking where they live.
func beside(day service.Day, a preschool.Application, queued []preschool.Application) []preschool.Application {
	cohort := cohortYear(&day.Rules, day.Today)
	age := func(b preschool.Application) int { return max(cohort-b.BirthDate.Year(), 0) }
	var list []preschool.Application
	for _, b := range queued {
		if b.Language == a.Language && b.Kind() == a.Kind() && age(b) == age(a) {
			list = append(list, b)
		}
	}
	return list
}

// moveOf is the move of an application from one spot to another; to no queue when it will be too old.
func moveOf(id register.ID[preschool.Application], from, to spot) (m RefreshMove, err error) {
	m = RefreshMove{Application: id, Number: from.number, NewNumber: to.number, Of: to.of}
	if m.From, err = nameQueue(from.queue); err != nil || to.queue == "" {
		return m, err
	}
	m.To, err = nameQueue(to.queue)
	return m, err
}

// refreshMoves lists the applications that the next refresh would move, by present queue and number.
func (s *Service) refreshMoves(r *store.Reader, today service.Day) ([]RefreshMove, error) {
	then := today
	then.Today = nextRefresh(&today.Rules, today.Today)
	queued, err := r.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return nil, err
	}
	before, err := s.line(r, today, queued, "")
	if err != nil {
		return nil, err
	}
	staying := slices.DeleteFunc(slices.Clone(queued), func(a preschool.Application) bool { return tooOld(then, a) })
	after, err := s.line(r, then, staying, "")
	if err != nil {
		return nil, err
	}
	var moves []RefreshMove
	for _, a := range queued {
		from, to := before[a.ID], after[a.ID]
		if from.queue == to.queue {
			continue
		}
		m, err := moveOf(a.ID, from, to)
		if err != nil {
			return nil, err
		}
		moves = append(moves, m)
	}
	slices.SortStableFunc(moves, func(a, b RefreshMove) int {
		return cmp.Or(cmp.Compare(a.From.Key, b.From.Key), cmp.Compare(a.Number, b.Number))
	})
	return moves, nil
}

// spot is where an application stands.
type spot struct {
	queue      string
	number, of int
}

// line puts applications into the queues of a day; only names one queue that is wanted, "" is all.
func (s *Service) line(r *store.Reader, day service.Day, queued []preschool.Application, only string) (map[register.ID[preschool.Application]]spot, error) {
	carries, err := carriesNow(r)
	if err != nil {
		return nil, err
	}
	queues := map[string][]round.Entry{}
	for _, a := range queued {
		key, err := s.marketOf(r, day, a)
		if err != nil {
			return nil, err
		}
		if only != "" && key != only {
			continue
		}
		class, proof := counted(r, &day.Rules, a)
		queues[key] = append(queues[key], round.Entry{
			Application: a.ID, RegisteredAt: a.RegisteredAt, Sequence: a.Sequence, Class: class, Proof: proof, BirthDate: a.BirthDate, Facts: factList(a.Facts),
		})
	}
	seed, err := r.LastLotterySeed()
	if err != nil {
		return nil, err
	}
	ordering := drawnBy(&day.Rules, seed)
	spots := make(map[register.ID[preschool.Application]]spot, len(queued))
	for key, entries := range queues {
		for _, st := range ordering.Order(entries, carries[key]) {
			spots[st.Application] = spot{key, st.Position, len(entries)}
		}
	}
	return spots, nil
}
