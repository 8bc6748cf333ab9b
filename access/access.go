// Package access says who may do what, and where. An Actor has one role in one authority; a use case asks
// actor.Require(action, thing) inside its transaction. Rights are a table (Matrix), not code spread over pages.
package access

import (
	"slices"

	"github.com/balajol/balajol/register"
)

// Role is the part that an actor plays.
type Role string

// The roles.
const (
	Public       Role = "public"       // nobody signed in
	Family       Role = "family"       // a guardian
	Kindergarten Role = "kindergarten" // staff of one kindergarten
	Officer      Role = "officer"      // keeps the registers and the queue of the authority
	Approver     Role = "approver"     // the second person of the authority
	Payer        Role = "payer"        // calculates and pays
	Auditor      Role = "auditor"      // reads and checks
	System       Role = "system"       // the program itself, by rule and schedule
)

// Roles lists the roles in the order of the matrix.
var Roles = []Role{Public, Family, Kindergarten, Officer, Approver, Payer, Auditor, System}

// Action is something that an actor may do, `noun.verb`.
type Action string

// The actions.
const (
	ImportNetwork     Action = "network.import"
	ImportPopulation  Action = "population.import"
	FoundAuthority    Action = "authority.found"
	AdoptProfile      Action = "profile.adopt"
	CloseSeats        Action = "seats.close"
	ReopenSeats       Action = "seats.reopen"
	CloseOwnSeats     Action = "own_seats.close"
	ReopenOwnSeats    Action = "own_seats.reopen"
	RecordCapacity    Action = "capacity.record"
	FormGroup         Action = "group.form"
	ImportOpening     Action = "opening.import"
	RegisterPerson    Action = "person.register"
	SubmitApplication Action = "application.submit"
	WithdrawApp       Action = "application.withdraw"
	RestoreApp        Action = "application.restore"
	ChangeApplication Action = "application.change"
	RefuseApplication Action = "application.refuse"
	ReadOwn           Action = "application.read"
	ClaimProof        Action = "proof.claim"
	VerifyProof       Action = "proof.verify"
	AskRegister       Action = "proof.ask"
	ReadProofs        Action = "proof.read"
	AddDocument       Action = "document.add"
	ReadDocument      Action = "document.read"
	KeepContact       Action = "contact.keep"
	AskContact        Action = "contact.ask"
	ReplaceGuardian   Action = "guardian.replace"
	ApproveGuardian   Action = "guardian.approve"
	LapseByRule       Action = "deadline.lapse"
	RunRound          Action = "round.run"
	PreviewRound      Action = "round.preview"
	PublishRound      Action = "round.publish"
	CancelRoundPlan   Action = "round_plan.cancel"
	PublishSeed       Action = "seed.publish"
	ReadRoundPlans    Action = "round_plan.read"
	PreviewRefresh    Action = "refresh.preview"
	HandOverNotice    Action = "notice.hand_over"
	DeliverNotice     Action = "notice.deliver"
	AnswerOffer       Action = "offer.answer"
	ChooseSeat        Action = "choice.submit"
	SignContract      Action = "contract.sign"
	EndPlacement      Action = "placement.end"
	SubmitPapers      Action = "papers.submit"
	DecidePapers      Action = "papers.decide"
	ReadSeatOffers    Action = "seat_offer.read"
	RequestTransfer   Action = "transfer.request"
	AnswerTransfer    Action = "transfer.answer"
	ExchangeSeats     Action = "exchange.sign"
	AskStaff          Action = "staff_admission.ask"
	VerifyStaff       Action = "staff_admission.verify"
	SubmitAppeal      Action = "appeal.submit"
	ForwardAppeal     Action = "appeal.forward"
	DecideAppeal      Action = "appeal.decide"
	ReadDuties        Action = "duty.read"
	TakeRollCall      Action = "roll_call.take"
	SignSheet         Action = "sheet.sign"
	AnswerLine        Action = "line.answer"
	ReceiveAnswers    Action = "answers.receive"
	CorrectLine       Action = "line.correct"
	SetTariff         Action = "tariff.set"
	CalculateCycle    Action = "cycle.calculate"
	CheckCycle        Action = "cycle.check"
	ApproveCycle      Action = "cycle.approve"
	IssuePayments     Action = "payment.issue"
	SettlePayments    Action = "payment.settle"
	IntegrateLog      Action = "log.integrate"
	ReadOpen          Action = "open.read"
	ReadPosition      Action = "position.read"
	ExportYear        Action = "year.export"
	AuditYear         Action = "year.audit"
	ReadWorklist      Action = "worklist.read"
	ReadWaiting       Action = "waiting.read"
	Simulate          Action = "simulation.run"
	ComparePolicies   Action = "policy.compare"
	ProposeSwitch     Action = "switch.propose"
	ApproveSwitch     Action = "switch.approve"
	CarryOutSwitch    Action = "switch.carry_out"
	ReadSwitch        Action = "switch.read"
	ImportTakeover    Action = "takeover.import"
	ConfirmTakeover   Action = "takeover.confirm"
	ReadTakeover      Action = "takeover.read"
	ResolveTakeover   Action = "takeover.resolve"
	ApproveTakeover   Action = "takeover.approve"
)

// Matrix says which roles may do an action. It is the whole of the rights; a golden file shows it to readers.
var Matrix = map[Action][]Role{
	ImportNetwork:     {Officer},
	ImportPopulation:  {Officer},
	FoundAuthority:    {System},
	AdoptProfile:      {Approver},
	CloseSeats:        {Officer},
	ReopenSeats:       {Officer},
	CloseOwnSeats:     {Kindergarten},
	ReopenOwnSeats:    {Kindergarten},
	RecordCapacity:    {Officer},
	FormGroup:         {Officer},
	ImportOpening:     {Officer},
	RegisterPerson:    {Family, Officer},
	SubmitApplication: {Family, Officer, System},
	ChangeApplication: {Family, Officer},
	RefuseApplication: {Officer},
	ReadOwn:           {Family},
	ClaimProof:        {Family, Officer},
	AskRegister:       {System},
	ReadProofs:        {Officer},
	AddDocument:       {Family, Officer},
	ReadDocument:      {Family, Officer},
	KeepContact:       {Family, Officer},
	AskContact:        {System},
	ReplaceGuardian:   {Officer},
	ApproveGuardian:   {Approver},
	WithdrawApp:       {Family},
	RestoreApp:        {Family},
	VerifyProof:       {Officer},
	LapseByRule:       {System},
	RunRound:          {System},
	PreviewRound:      {Officer},
	PublishRound:      {Approver},
	CancelRoundPlan:   {Approver},
	PublishSeed:       {Approver},
	ReadRoundPlans:    {Officer, Approver, Auditor},
	PreviewRefresh:    {Officer},
	HandOverNotice:    {Officer},
	DeliverNotice:     {System},
	AnswerOffer:       {Family},
	ChooseSeat:        {Family},
	SignContract:      {Family},
	EndPlacement:      {Family, Kindergarten},
	SubmitPapers:      {Family},
	DecidePapers:      {Kindergarten},
	ReadSeatOffers:    {Kindergarten},
	RequestTransfer:   {Family},
	AnswerTransfer:    {Family},
	ExchangeSeats:     {Family},
	AskStaff:          {Kindergarten},
	VerifyStaff:       {Officer},
	SubmitAppeal:      {Family},
	ForwardAppeal:     {Officer},
	DecideAppeal:      {Approver},
	ReadDuties:        {Payer},
	TakeRollCall:      {Kindergarten},
	SignSheet:         {Kindergarten},
	AnswerLine:        {Family},
	ReceiveAnswers:    {System},
	CorrectLine:       {Kindergarten},
	SetTariff:         {Approver},
	CalculateCycle:    {Payer},
	CheckCycle:        {Payer},
	ApproveCycle:      {Approver},
	IssuePayments:     {Payer},
	SettlePayments:    {Payer},
	IntegrateLog:      {System},
	ReadOpen:          {Public, Family, Kindergarten, Officer, Approver, Payer, Auditor, System},
	ReadPosition:      {Public, Family, Auditor},
	ExportYear:        {Auditor},
	AuditYear:         {Auditor, System},
	ReadWorklist:      {Officer, System},
	ReadWaiting:       {System},
	Simulate:          {System},
	ComparePolicies:   {Officer, Auditor},
	ProposeSwitch:     {Officer},
	ApproveSwitch:     {Approver},
	CarryOutSwitch:    {System},
	ReadSwitch:        {Officer, Approver, Auditor},
	ImportTakeover:    {Officer},
	ConfirmTakeover:   {Family},
	ReadTakeover:      {Officer, Approver, Auditor},
	ResolveTakeover:   {Officer},
	ApproveTakeover:   {Approver},
}

// Actor is who acts: one role in one authority. Guardian and Kindergarten narrow the roles of those names.
type Actor struct {
	ID           string // key id that the record shows; no personal data
	Role         Role
	Authority    register.ID[register.Authority]
	Guardian     register.ID[register.Guardian]
	Kindergarten register.ID[register.Kindergarten]
}

// OfGuardian is a thing that belongs to one guardian's child.
type OfGuardian interface {
	OfGuardian() register.ID[register.Guardian]
}

// AtKindergarten is a thing that belongs to one kindergarten.
type AtKindergarten interface {
	AtKindergarten() register.ID[register.Kindergarten]
}

// Require refuses with kind denied unless the matrix grants the role the action, the thing lies in the actor's
// authority and, for a family or a kindergarten, it is theirs. A thing that does not say whose it is belongs to nobody
// and is refused to them; only a Place, and actions that the public has too, need no owner.
func (a Actor) Require(action Action, on register.Scoped) error {
	if !slices.Contains(Matrix[action], a.Role) {
		return register.Refuse(register.Denied, "access.role").With("action", string(action)).With("role", string(a.Role))
	}
	if on.Scope() != a.Authority {
		return register.Refuse(register.Denied, "access.territory").With("action", string(action))
	}
	if !slices.Contains(Matrix[action], Public) && !a.owns(on) {
		return register.Refuse(register.Denied, "access.not_theirs").With("action", string(action))
	}
	return nil
}

func (a Actor) owns(on register.Scoped) bool {
	if _, bare := on.(Place); bare {
		return true
	}
	switch a.Role {
	case Family:
		owned, ok := on.(OfGuardian)
		return ok && !a.Guardian.IsZero() && owned.OfGuardian() == a.Guardian
	case Kindergarten:
		owned, ok := on.(AtKindergarten)
		return ok && !a.Kindergarten.IsZero() && owned.AtKindergarten() == a.Kindergarten
	}
	return true
}

// Place is a bare authority to require an action on, where there is no noun yet.
type Place register.ID[register.Authority]

// Scope returns the authority.
func (p Place) Scope() register.ID[register.Authority] { return register.ID[register.Authority](p) }

// Theirs is a thing of one guardian and, if any, one kindergarten, in one authority.
type Theirs struct {
	Authority    register.ID[register.Authority]
	Guardian     register.ID[register.Guardian]
	Kindergarten register.ID[register.Kindergarten]
}

// Scope returns the authority.
func (t Theirs) Scope() register.ID[register.Authority] { return t.Authority }

// OfGuardian returns the guardian.
func (t Theirs) OfGuardian() register.ID[register.Guardian] { return t.Guardian }

// AtKindergarten returns the kindergarten.
func (t Theirs) AtKindergarten() register.ID[register.Kindergarten] { return t.Kindergarten }
