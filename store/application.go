package store

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

var choiceColumns = []string{"application_id", "rank", "kindergarten_id"}

// NextSequence draws the number that decides between applications of one instant. Who draws next waits until this
// transaction ends, and gets its number if it is rolled back.
func (tx *Tx) NextSequence() (int64, error) {
	_, sequence, err := tx.NextTurn()
	return sequence, err
}

// NextTurn draws the instant and the number of a registration. The instant is that of the transaction, or that of the
// registration before if the server's clock was set back since: who comes later never stands in front.
func (tx *Tx) NextTurn() (civil.Instant, int64, error) {
	row, err := tx.q.NextSequence(tx.ctx, sqlcgen.NextSequenceParams{AuthorityID: tx.auth(), Now: tx.Now})
	return row.LastAt, row.Value, err
}

// SaveNewApplication adds an application with its choices.
func (tx *Tx) SaveNewApplication(actor access.Actor, a preschool.Application, why Cause) error {
	err := tx.q.InsertApplication(tx.ctx, sqlcgen.InsertApplicationParams{
		AuthorityID: tx.auth(), ApplicationID: string(a.ID), ChildID: string(a.Child), GuardianID: string(a.Guardian), State: string(a.State),
		RegisteredAt: a.RegisteredAt, Sequence: a.Sequence, Class: string(a.Class), Ground: string(a.Ground), Proof: string(a.Proof), ProofDue: a.ProofDue,
		ProofIssued: a.ProofIssued, ProofValid: a.ProofValid, ProofVia: a.ProofVia, BirthDate: a.BirthDate, Settlement: a.Settlement, Language: string(a.Language),
		AlsoLanguage: string(a.AlsoLanguage), GroupKind: string(kindOf(a)), AdviceOn: a.AdviceOn, ConsentOn: a.ConsentOn,
		StartOn: a.StartOn, Facts: a.Facts, FamilyID: string(a.Family),
		SuspendedUntil: a.SuspendedUntil, Restored: int64(a.Restored), Source: string(a.Source), RequestKey: a.Key, Confirmed: !a.Unconfirmed, Reason: a.Reason,
		CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save application %s: %w", a.ID, err)
	}
	if err := tx.insertChoices(a); err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, applicationFacts(a)...)
}

// SaveApplication keeps a changed application. Its choices are kept by SaveChoices.
func (tx *Tx) SaveApplication(actor access.Actor, a preschool.Application, why Cause) error {
	err := tx.q.UpdateApplication(tx.ctx, sqlcgen.UpdateApplicationParams{
		AuthorityID: tx.auth(), ApplicationID: string(a.ID), GuardianID: string(a.Guardian), State: string(a.State), RegisteredAt: a.RegisteredAt,
		Sequence: a.Sequence, Class: string(a.Class), Ground: string(a.Ground), Proof: string(a.Proof), ProofDue: a.ProofDue, ProofIssued: a.ProofIssued,
		ProofValid: a.ProofValid, ProofVia: a.ProofVia, BirthDate: a.BirthDate, Settlement: a.Settlement, Language: string(a.Language),
		AlsoLanguage: string(a.AlsoLanguage), GroupKind: string(kindOf(a)), AdviceOn: a.AdviceOn, ConsentOn: a.ConsentOn,
		StartOn: a.StartOn, Facts: a.Facts, Confirmed: !a.Unconfirmed, FamilyID: string(a.Family),
		SuspendedUntil: a.SuspendedUntil, Restored: int64(a.Restored), Reason: a.Reason,
	})
	if err != nil {
		return fmt.Errorf("save application %s: %w", a.ID, err)
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, applicationFacts(a)...)
}

// SaveChoices replaces the ranked kindergartens of an application; its date does not change.
func (tx *Tx) SaveChoices(actor access.Actor, a preschool.Application, why Cause) error {
	if err := tx.q.DeleteChoices(tx.ctx, sqlcgen.DeleteChoicesParams{AuthorityID: tx.auth(), ApplicationID: string(a.ID)}); err != nil {
		return fmt.Errorf("save choices of %s: %w", a.ID, err)
	}
	if err := tx.insertChoices(a); err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, Fact{Name: "choices", Value: fmt.Sprint(len(a.Choices))})
}

func (tx *Tx) insertChoices(a preschool.Application) error {
	return tx.bulk("choice", choiceColumns, len(a.Choices), func(i int) []any {
		return []any{string(a.ID), int64(i + 1), string(a.Choices[i])}
	})
}

func applicationFacts(a preschool.Application) []Fact {
	return []Fact{{Name: "child", Value: string(a.Child)}, {Name: "state", Value: string(a.State)}, {Name: "registered_at", Value: a.RegisteredAt.String()},
		{Name: "sequence", Value: fmt.Sprint(a.Sequence)}, {Name: "class", Value: string(a.Class)}, {Name: "proof", Value: string(a.Proof)},
		{Name: "restored", Value: fmt.Sprint(a.Restored)}, {Name: "reason", Value: a.Reason}, {Name: "source", Value: string(a.Source)}}
}

// kindOf is the kind of group that an application asks for.
func kindOf(a preschool.Application) register.GroupKind {
	return cmp.Or(a.GroupKind, register.GeneralGroup)
}

func applicationOf(r sqlcgen.Application) preschool.Application {
	return preschool.Application{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Application](r.ApplicationID),
		Child: register.ID[register.Child](r.ChildID), Guardian: register.ID[register.Guardian](r.GuardianID),
		State: preschool.ApplicationState(r.State), RegisteredAt: r.RegisteredAt, Sequence: r.Sequence, Class: register.PriorityClass(r.Class),
		Ground: register.PriorityGroup(r.Ground), Proof: preschool.ProofState(r.Proof), ProofDue: r.ProofDue,
		ProofIssued: r.ProofIssued, ProofValid: r.ProofValid, ProofVia: r.ProofVia, BirthDate: r.BirthDate, AlsoLanguage: register.Language(r.AlsoLanguage),
		GroupKind: register.GroupKind(r.GroupKind), AdviceOn: r.AdviceOn, ConsentOn: r.ConsentOn, StartOn: r.StartOn, Facts: r.Facts, Key: r.RequestKey, Unconfirmed: !r.Confirmed,
		Settlement: r.Settlement, Language: register.Language(r.Language), Family: register.ID[preschool.Family](r.FamilyID),
		SuspendedUntil: r.SuspendedUntil, Restored: int(r.Restored), Source: register.ApplicationSource(r.Source), Reason: r.Reason,
	}
}

// Application reads one application with its choices; in an Update its row is locked.
func (r *Reader) Application(id register.ID[preschool.Application]) (preschool.Application, error) {
	row, err := r.q.GetApplication(r.ctx, sqlcgen.GetApplicationParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	row, err = one(row, err, "application.unknown")
	if err != nil {
		return preschool.Application{}, err
	}
	a := applicationOf(row)
	choices, err := r.q.ListChoicesOf(r.ctx, sqlcgen.ListChoicesOfParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	for _, c := range choices {
		a.Choices = append(a.Choices, register.ID[register.Kindergarten](c.KindergartenID))
	}
	return a, err
}

// ApplicationsIn lists the applications in a state with their choices, in the order of registration.
func (r *Reader) ApplicationsIn(state preschool.ApplicationState) ([]preschool.Application, error) {
	rows, err := r.q.ListApplicationsIn(r.ctx, sqlcgen.ListApplicationsInParams{AuthorityID: r.auth(), State: string(state)})
	apps, err := each(rows, err, applicationOf)
	if err != nil {
		return nil, err
	}
	choices, err := r.q.ListChoicesIn(r.ctx, sqlcgen.ListChoicesInParams{AuthorityID: r.auth(), State: string(state)})
	if err != nil {
		return nil, err
	}
	at := make(map[register.ID[preschool.Application]]int, len(apps))
	for i := range apps {
		at[apps[i].ID] = i
	}
	slices.SortFunc(choices, func(a, b sqlcgen.ListChoicesInRow) int { return cmp.Compare(a.Rank, b.Rank) })
	for _, c := range choices {
		a := &apps[at[register.ID[preschool.Application](c.ApplicationID)]]
		a.Choices = append(a.Choices, register.ID[register.Kindergarten](c.KindergartenID))
	}
	return apps, nil
}

// SuspensionsOver lists the suspended applications whose last day is over, in the order of registration, without choices.
func (r *Reader) SuspensionsOver(today civil.Date) ([]preschool.Application, error) {
	rows, err := r.q.ListSuspensionsOver(r.ctx, sqlcgen.ListSuspensionsOverParams{AuthorityID: r.auth(), Today: today})
	return byRegistration(rows, err)
}

// byRegistration sorts here: asked to sort, the planner would walk another index.
func byRegistration(rows []sqlcgen.Application, err error) ([]preschool.Application, error) {
	slices.SortFunc(rows, func(a, b sqlcgen.Application) int {
		return cmp.Or(a.RegisteredAt.Compare(b.RegisteredAt), cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.ApplicationID, b.ApplicationID))
	})
	return each(rows, err, applicationOf)
}

// ClaimedProofs lists the waiting applications whose class is claimed and not yet verified.
func (r *Reader) ClaimedProofs() ([]preschool.Application, error) {
	rows, err := r.q.ListApplicationsClaimed(r.ctx, r.auth())
	return each(rows, err, applicationOf)
}

// Applications lists all, in the order of registration, without choices.
func (r *Reader) Applications() ([]preschool.Application, error) {
	rows, err := r.q.ListApplications(r.ctx, r.auth())
	return each(rows, err, applicationOf)
}

// WaitingByKindergarten counts live applications that name each kindergarten.
func (r *Reader) WaitingByKindergarten() (map[register.ID[register.Kindergarten]]int, error) {
	rows, err := r.q.CountWaitingByKindergarten(r.ctx, r.auth())
	counts := make(map[register.ID[register.Kindergarten]]int, len(rows))
	for _, c := range rows {
		counts[register.ID[register.Kindergarten](c.KindergartenID)] = int(c.Waiting)
	}
	return counts, err
}

// QueueEntry is one stay of an application in a queue: enough to replay every position.
type QueueEntry struct {
	Application  register.ID[preschool.Application]
	Queue        string
	Class        register.PriorityClass
	Proof        preschool.ProofState // class and proof do not change during a stay
	Family       register.ID[preschool.Family]
	RegisteredAt civil.Instant
	Sequence     int64
	BirthDate    civil.Date // with Facts only where the past of a queue is listed
	Facts        string     // as preschool.Application has them
	EnteredAt    civil.Instant
	EnterReason  string
	LeftAt       civil.Instant
	LeaveReason  string
}

// SaveEnterQueue begins a stay. The event of the application's own change stands beside it.
func (tx *Tx) SaveEnterQueue(e QueueEntry) error {
	return tx.q.InsertQueueEntry(tx.ctx, sqlcgen.InsertQueueEntryParams{
		AuthorityID: tx.auth(), ApplicationID: string(e.Application), EnteredAt: tx.Now, Queue: e.Queue, Class: string(e.Class), Proof: string(e.Proof),
		EnterReason: e.EnterReason, CreatedAt: tx.Now,
	})
}

// SaveLeaveQueue ends the stay, if there is one.
func (tx *Tx) SaveLeaveQueue(id register.ID[preschool.Application], reason string) error {
	_, err := tx.q.LeaveQueue(tx.ctx, sqlcgen.LeaveQueueParams{AuthorityID: tx.auth(), ApplicationID: string(id), LeftAt: tx.Now, LeaveReason: reason})
	return err
}

// QueueEntries lists every stay in a queue, in the order of entering.
func (r *Reader) QueueEntries(queue string) ([]QueueEntry, error) {
	rows, err := r.q.ListQueueEntries(r.ctx, sqlcgen.ListQueueEntriesParams{AuthorityID: r.auth(), Queue: queue})
	return each(rows, err, func(q sqlcgen.ListQueueEntriesRow) QueueEntry {
		return QueueEntry{Application: register.ID[preschool.Application](q.ApplicationID), Queue: q.Queue, Class: register.PriorityClass(q.Class), Proof: preschool.ProofState(q.Proof),
			RegisteredAt: q.RegisteredAt, Sequence: q.Sequence, BirthDate: q.BirthDate, Facts: q.Facts,
			EnteredAt: q.EnteredAt, EnterReason: q.EnterReason, LeftAt: q.LeftAt, LeaveReason: q.LeaveReason}
	})
}

// QueuesNow lists who stands in each queue now, by queue and registration.
func (r *Reader) QueuesNow() ([]QueueEntry, error) {
	rows, err := r.q.ListQueuesNow(r.ctx, r.auth())
	return each(rows, err, func(q sqlcgen.ListQueuesNowRow) QueueEntry {
		return QueueEntry{Application: register.ID[preschool.Application](q.ApplicationID), Queue: q.Queue, Class: register.PriorityClass(q.Class), Proof: preschool.ProofState(q.Proof),
			Family: register.ID[preschool.Family](q.FamilyID), RegisteredAt: q.RegisteredAt, Sequence: q.Sequence}
	})
}

// LastStay reads the newest stay of an application, or a not-found refusal.
func (r *Reader) LastStay(id register.ID[preschool.Application]) (QueueEntry, error) {
	q, err := r.q.GetQueueNow(r.ctx, sqlcgen.GetQueueNowParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	q, err = one(q, err, "application.never_queued")
	return QueueEntry{Application: id, Queue: q.Queue, Class: register.PriorityClass(q.Class), Proof: preschool.ProofState(q.Proof), EnteredAt: q.EnteredAt,
		EnterReason: q.EnterReason, LeftAt: q.LeftAt, LeaveReason: q.LeaveReason}, err
}

// Carry is how far the turns of the pattern have gone in a queue, from an instant on: the next turn, and those before it that
// are owed, as package round writes them ("0-2,5"; "" = none).
type Carry struct {
	Queue     string
	ChangedAt civil.Instant
	Turns     int
	Owed      string
}

// SaveCarry keeps a queue's turns after a round; the round's own event names them.
func (tx *Tx) SaveCarry(queue string, turns int, owed string) error {
	return tx.q.InsertCarry(tx.ctx, sqlcgen.InsertCarryParams{AuthorityID: tx.auth(), Queue: queue, ChangedAt: tx.Now, Turns: int64(turns), Owed: owed, CreatedAt: tx.Now})
}

// CarriesNow lists the newest carry of each queue that ever served a turn, by queue.
func (r *Reader) CarriesNow() ([]Carry, error) {
	rows, err := r.q.ListCarriesNow(r.ctx, r.auth())
	return each(rows, err, func(c sqlcgen.ListCarriesNowRow) Carry { return Carry{c.Queue, c.ChangedAt, int(c.Turns), c.Owed} })
}

// Carries lists the changes of one queue's turns.
func (r *Reader) Carries(queue string) ([]Carry, error) {
	rows, err := r.q.ListCarries(r.ctx, sqlcgen.ListCarriesParams{AuthorityID: r.auth(), Queue: queue})
	return each(rows, err, func(c sqlcgen.QueueCarry) Carry { return Carry{c.Queue, c.ChangedAt, int(c.Turns), c.Owed} })
}

// LiveApplicationsOf lists the applications of a guardian's children that have not ended, without choices.
func (r *Reader) LiveApplicationsOf(guardian register.ID[register.Guardian]) ([]preschool.Application, error) {
	rows, err := r.q.ListLiveApplicationsOfGuardian(r.ctx, sqlcgen.ListLiveApplicationsOfGuardianParams{AuthorityID: r.auth(), GuardianID: string(guardian)})
	return each(rows, err, applicationOf)
}

// ApplicationsOf lists every application of a child, without choices.
func (r *Reader) ApplicationsOf(child register.ID[register.Child]) ([]preschool.Application, error) {
	rows, err := r.q.ListApplicationsOfChild(r.ctx, sqlcgen.ListApplicationsOfChildParams{AuthorityID: r.auth(), ChildID: string(child)})
	return each(rows, err, applicationOf)
}
