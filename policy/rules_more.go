package policy

import "github.com/balajol/balajol/register"

// Application holds how an application comes in and how long it lives.
type Application struct {
	Channels            []register.ApplicationSource // application.channels
	Refusals            []register.RefusalGround     // application.refusal_grounds
	Validity            Term                         // application.validity, from registration; none: without end
	RegistrationMinutes int                          // application.registration_minutes: the family has its number by then
	MaxDocumentBytes    int                          // document.max_bytes of one scan
}

// Contact holds how a family is kept within reach.
type Contact struct {
	CheckEvery Term // contact.check_every: the family confirms its contacts so often
	Channels   int  // contact.channels: how many ways a notice takes at once
}

// Guarantee holds the term within which the law promises a seat; none where it promises nothing.
type Guarantee struct {
	Term       Term // guarantee.term, from registration
	UrgentTerm Term // guarantee.urgent_term, where work or study begins suddenly and that is proven
}

// Notice holds what happens with a notice that reaches nobody.
type Notice struct {
	Attempts     int                  // notice.attempts on the family's own ways
	Fallback     []register.NoticeWay // notice.fallback: the next ways, in order
	FallbackTerm Term                 // notice.fallback_term: after it the next way
	PublicTerm   Term                 // notice.public_term: how long a public notice stands; it replaces the answer term
}

// Enrol holds the step from an accepted offer to the kindergarten.
type Enrol struct {
	Papers     bool                    // enrol.papers: the family submits papers to the kindergarten
	AnswerTerm Term                    // enrol.answer_term: to answer them, and what is left to the family after the answer at least
	Refusals   []register.PapersGround // enrol.refusal_grounds
	Channel    EnrolChannel            // enrol.channel
}

// Vaccination holds the threshold below which the unvaccinated are not admitted.
type Vaccination struct {
	MinShare int                  // vaccination.min_share, permille
	Scope    VaccinationScope     // vaccination.scope: of whom the share is taken
	Exempt   []register.GroupKind // vaccination.exempt: kinds of group without a threshold
}

// Transfer holds the wish to change the kindergarten.
type Transfer struct {
	Order     TransferOrder // transfer.order
	YearLimit int           // transfer.year_limit: transfers of a child in a calendar year; 0 = no limit
}

// Exchange holds the exchange of two seats by two families.
type Exchange struct {
	Allowed bool            // exchange.allowed
	Same    []ExchangeTrait // exchange.same
}

// Staff holds the admission of children of those who work in a kindergarten.
type Staff struct {
	Admission bool                     // staff.admission: by the head, published with a mark
	Relations []register.StaffRelation // staff.relations
}

// Appeal holds the terms of a complaint.
type Appeal struct {
	Term        Term // appeal.term: to decide
	ForwardTerm Term // appeal.forward_term: to hand it to the second reader
	LodgeTerm   Term // appeal.lodge_term: to lodge it, from the decision
}

// Takeover holds the taking over of an old queue.
type Takeover struct {
	ConfirmTerm Term // takeover.confirm_term: the family confirms its line by a code
}
