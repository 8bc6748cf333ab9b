package store

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// Now is the instant that the database's clock shows: of a demonstration, its simulated time.
func (db *DB) Now() civil.Instant { return civil.InstantOf(db.now()) }

// ApplicationCounts counts the applications in each state.
func (r *Reader) ApplicationCounts() (map[preschool.ApplicationState]int, error) {
	rows, err := r.q.CountApplications(r.ctx, r.auth())
	counts := make(map[preschool.ApplicationState]int, len(rows))
	for _, c := range rows {
		counts[preschool.ApplicationState(c.State)] = int(c.Applications)
	}
	return counts, err
}

// QueueLength is how many applications wait in a queue.
type QueueLength struct {
	Queue   string
	Waiting int
}

// QueueLengths counts the waiting of each queue that is not empty, by key.
func (r *Reader) QueueLengths() ([]QueueLength, error) {
	rows, err := r.q.CountQueues(r.ctx, r.auth())
	return each(rows, err, func(q sqlcgen.CountQueuesRow) QueueLength { return QueueLength{q.Queue, int(q.Waiting)} })
}

// QueuesOf lists the queues in which an application ever stood, in the order of its first stay there.
func (r *Reader) QueuesOf(id register.ID[preschool.Application]) ([]string, error) {
	stays, err := r.q.ListStaysOf(r.ctx, sqlcgen.ListStaysOfParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	var queues []string
	seen := map[string]bool{}
	for _, s := range stays {
		if !seen[s.Queue] {
			queues, seen[s.Queue] = append(queues, s.Queue), true
		}
	}
	return queues, err
}

// VoucherCounts counts the vouchers in each state.
func (r *Reader) VoucherCounts() (map[preschool.VoucherState]int, error) {
	rows, err := r.q.CountVouchers(r.ctx, r.auth())
	counts := make(map[preschool.VoucherState]int, len(rows))
	for _, c := range rows {
		counts[preschool.VoucherState(c.State)] = int(c.Vouchers)
	}
	return counts, err
}

// LineCounts counts the child-months by answer.
func (r *Reader) LineCounts() (map[preschool.LineState]int, error) {
	rows, err := r.q.CountLines(r.ctx, r.auth())
	counts := make(map[preschool.LineState]int, len(rows))
	for _, c := range rows {
		counts[preschool.LineState(c.State)] = int(c.Lines)
	}
	return counts, err
}

// ListedByBirthYear counts the children on the lists of groups, those whose placement has started, by year of birth.
func (r *Reader) ListedByBirthYear() (map[int]int, error) {
	rows, err := r.q.CountStartedByBirthDate(r.ctx, r.auth())
	counts := map[int]int{}
	for _, c := range rows {
		counts[c.BirthDate.Year()] += int(c.Children)
	}
	return counts, err
}
