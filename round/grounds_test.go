package round_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

func stay(id application, registered, entered int, ground round.Ground) round.QueueEntry {
	return round.QueueEntry{
		Application: id, Class: register.General, RegisteredAt: start.Add(time.Duration(registered) * time.Hour),
		EnteredAt: start.Add(time.Duration(entered) * time.Hour), EnterReason: ground,
	}
}

// Whoever comes ahead of others does so on a permitted ground or is found: each ground of the list, and one that no law knows.
func TestEachGround(t *testing.T) {
	t.Parallel()
	for _, ground := range append(slices.Clone(round.Grounds), "by_hand", "") {
		t.Run(string(ground), func(t *testing.T) {
			t.Parallel()
			ledger := round.Ledger{Ordering: round.Ordering{Pattern: oneToThree}, Zone: time.UTC, Entries: []round.QueueEntry{
				stay("aida", 1, 1, round.Registered), stay("bolat", 2, 2, round.Registered), stay("newcomer", 0, 48, ground),
			}}
			moves := ledger.History("bolat", start.Add(99*time.Hour))
			if len(moves) != 2 || moves[1].From != 2 || moves[1].To != 3 {
				t.Fatalf("bolat is not passed: %+v", moves)
			}
			permitted := slices.Contains(round.PermittedGrounds, ground)
			if bad := round.Backward(moves, round.PermittedGrounds); (len(bad) == 0) != permitted {
				t.Errorf("permitted: %t, but the theorem finds %+v", permitted, bad)
			}
		})
	}
}

// Those who leave, on whatever ground, move nobody back.
func TestLeavingMovesNobodyBack(t *testing.T) {
	t.Parallel()
	for _, ground := range round.Grounds {
		gone := stay("aida", 1, 1, round.Registered)
		gone.LeftAt, gone.LeaveReason = start.Add(48*time.Hour), ground
		ledger := round.Ledger{Ordering: round.Ordering{Pattern: oneToThree}, Zone: time.UTC, Entries: []round.QueueEntry{gone, stay("bolat", 2, 2, round.Registered)}}
		moves := ledger.History("bolat", start.Add(99*time.Hour))
		if bad := round.Backward(moves, nil); len(bad) > 0 || moves[len(moves)-1].To != 1 {
			t.Errorf("%s: %+v", ground, moves)
		}
	}
}

func TestStrangerHasNoHistory(t *testing.T) {
	t.Parallel()
	ledger := round.Ledger{Zone: time.UTC, Entries: []round.QueueEntry{stay("aida", 1, 1, round.Registered)}}
	if moves := ledger.History("nobody", start.Add(99*time.Hour)); moves != nil {
		t.Errorf("a stranger has a history: %+v", moves)
	}
}

// The chart has the position of every day: that of the last point not after it.
func TestCourseIsTheHistory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPast(t, anyDrawn, rapid.Bool().Draw(t, "fair"))
		until := p.now.Date(p.Zone).AddDays(rapid.IntRange(0, 3).Draw(t, "later"))
		for _, id := range []application{"a0", "a1"} {
			points := round.Course(p.History(id, p.now), until)
			for day := start.Date(p.Zone); !day.After(until); day = day.AddDays(1) {
				now := 0
				for _, point := range points {
					if !point.On.After(day) {
						now = point.Position
					}
				}
				if want := position(p.At(lastOf(day, p.Zone)), id); now != want {
					t.Fatalf("%s on %s: the chart says %d, the queue %d", id, day, now, want)
				}
			}
			if n := len(points); n > 0 && points[n-1].On != until {
				t.Fatalf("the chart ends on %s, not %s", points[n-1].On, until)
			}
		}
	})
}

func TestCourse(t *testing.T) {
	t.Parallel()
	day := civil.MustParseDate
	moves := []round.Move{{On: day("2026-01-05"), To: 7}, {On: day("2026-01-09"), From: 7, To: 7, Pushed: 1}, {On: day("2026-02-01"), From: 7, To: 3}}
	want := []round.Point{{day("2026-01-05"), 7}, {day("2026-02-01"), 3}, {day("2026-02-10"), 3}}
	if diff := cmp.Diff(want, round.Course(moves, day("2026-02-10")), cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if points := round.Course(moves, day("2026-02-01")); len(points) != 2 {
		t.Errorf("up to the day of the last move: %v", points)
	}
	// From one queue into another on one day.
	moves = append(moves, round.Move{On: day("2026-02-05"), From: 3, To: 0}, round.Move{On: day("2026-02-05"), From: 0, To: 9})
	want = append(want[:2:2], round.Point{On: day("2026-02-05"), Position: 9}, round.Point{On: day("2026-02-10"), Position: 9})
	if diff := cmp.Diff(want, round.Course(moves, day("2026-02-10")), cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
		t.Errorf("two queues (-want +got):\n%s", diff)
	}
	if points := round.Course(nil, day("2026-02-10")); points != nil {
		t.Errorf("points without a move: %v", points)
	}
}
