package access

// Step is one part of the way from registration to contract, as a family walks it. Who acts in it is not written here: it
// follows from the Matrix.
type Step struct {
	Name    string
	About   string // what happens, for a reader
	Actions []Action
	Views   []View
}

// View is what a role is shown in a step and what it can change. Fields are those of the struct that the use case returns,
// in small letters; a field inside a field is "document.type".
type View struct {
	Role    Role
	Sees    []string
	Changes []string
	Visit   bool // whether the family has to come to somebody's office: never
}

// Nothing is what a role sees that acts without being shown a person's data.
var Nothing []string

// what a family has typed or been given itself; it sees all that is its own.
var own = []string{"own"}

// openSeats is what everybody sees: numbers without people.
var openSeats = []string{"seats", "reasons", "days"}

// Steps is the way from registration to contract, with what may lie beside it. A golden page shows it to readers, and tests
// hold it: no step needs a visit, a kindergarten sees no child before the family has accepted its seat, who checks a
// proof sees neither position nor choices, and nobody at a desk is handed the code of an application.
var Steps = []Step{
	{
		"register", "The family enters itself and its child and hands in the application, or a clerk types what it brought on paper; a refusal has a reason and can be appealed.",
		[]Action{RegisterPerson, SubmitApplication, AddDocument, KeepContact, RefuseApplication, ReadOwn, ChangeApplication},
		[]View{
			{Family, own, []string{"child", "choices", "start", "language", "ground", "documents", "contacts"}, false},
			{Officer, []string{"what the family handed in on paper"}, []string{"application", "documents", "reasoned refusal"}, false},
			{System, []string{"registration of the birth"}, []string{"application"}, false},
		},
	},
	{
		"prove", "A register of the state or an officer confirms the claimed ground.",
		[]Action{ClaimProof, AskRegister, ReadProofs, VerifyProof},
		[]View{
			{Family, own, []string{"ground", "certificate"}, false},
			{System, []string{"ground"}, []string{"proof"}, false},
			{Officer, []string{
				"task", "child", "settlement", "ground", "class", "state", "renewal", "issued", "due", "last_day", "register_no", "documents.id", "documents.type",
				"documents.issued_on", "documents.valid_until", "documents.checked",
			}, []string{"proof"}, false},
		},
	},
	{
		"wait", "Whoever has the code of the application sees its number, and why it moved.",
		[]Action{ReadPosition},
		[]View{
			{Public, []string{"number", "of", "tier", "reason", "moves"}, Nothing, false}, {Family, []string{"number", "of", "tier", "reason", "moves"}, Nothing, false},
			{Auditor, []string{"number", "of", "tier", "reason", "moves"}, Nothing, false},
		},
	},
	{
		"allocate", "The program runs the round by the published rules, or a second person publishes what the program drafted; nobody chooses a child.",
		[]Action{RunRound, PreviewRound, PublishRound, DeliverNotice},
		[]View{
			{System, []string{"all that the rules need"}, []string{"offers", "terms"}, false}, {Officer, openSeats, []string{"draft of the round"}, false},
			{Approver, openSeats, []string{"publication of the draft"}, false},
		},
	},
	{
		"answer", "The family answers the offer. The kindergarten does not know of it yet.",
		[]Action{AnswerOffer},
		[]View{{Family, own, []string{"answer"}, false}},
	},
	{
		"choose", "The family with a voucher ranks kindergartens.",
		[]Action{ChooseSeat},
		[]View{{Family, own, []string{"choices"}, false}},
	},
	{
		"hand_in", "The family hands its papers in and says which documents the kindergarten may see.",
		[]Action{SubmitPapers},
		[]View{{Family, own, []string{"papers", "documents"}, false}},
	},
	{
		"enrol", "The kindergarten of an accepted seat accepts the papers, or refuses them on a ground of the rules.",
		[]Action{ReadSeatOffers, DecidePapers},
		[]View{{Kindergarten, []string{
			"offer", "child", "group", "accepted_at", "contract_by", "papers", "papers_why", "documents.id", "documents.type", "documents.issued_on",
			"documents.valid_until", "documents.media_type", "documents.bytes", "documents.sha256",
		}, []string{"papers"}, false}},
	},
	{
		"sign", "The family signs the contract; the child is placed.",
		[]Action{SignContract},
		[]View{{Family, own, []string{"contract"}, false}},
	},
	{
		"complain", "The family appeals; a second reader decides, who did not make the decision.",
		[]Action{SubmitAppeal, ForwardAppeal, DecideAppeal},
		[]View{
			{Family, []string{
				"code", "number", "forward_by", "decide_by", "late", "before", "kind", "state", "silent", "decided_on", "reasons", "quoted", "next",
			}, []string{"words"}, false},
			{Officer, []string{"code", "number", "kind", "forward_by", "overdue"}, []string{"day of forwarding"}, false},
			{Approver, []string{"code", "number", "kind", "child", "line", "words", "decide_by", "late", "overdue", "quoted"}, []string{"decision", "reasons"}, false},
		},
	},
	{
		"staff", "The head asks for a child of the staff by the code of its application; an officer checks the relation.",
		[]Action{AskStaff, VerifyStaff},
		[]View{
			{Kindergarten, Nothing, []string{"request"}, false},
			{Officer, []string{"id", "child", "kindergarten", "group", "relation", "asked_by"}, []string{"relation"}, false},
		},
	},
	{
		"transfer", "The family of a placed child asks for another kindergarten and answers the offer.",
		[]Action{RequestTransfer, AnswerTransfer},
		[]View{{Family, []string{"transfer", "state", "cause", "registered_at", "choices", "group", "waits", "answer_by", "reason"}, []string{"choices", "answer"}, false}},
	},
	{
		"exchange", "Two families sign an exchange of seats; neither learns whose child the other one is.",
		[]Action{ExchangeSeats},
		[]View{{Family, []string{"exchange", "mine", "other", "kindergarten", "group", "state", "proposed"}, []string{"signature"}, false}},
	},
	{
		"read", "Everybody reads the open pages and the monthly protocol.",
		[]Action{ReadOpen},
		[]View{
			{Public, openSeats, Nothing, false}, {Family, openSeats, Nothing, false}, {Kindergarten, openSeats, Nothing, false}, {Officer, openSeats, Nothing, false},
			{Approver, openSeats, Nothing, false}, {Payer, openSeats, Nothing, false}, {Auditor, openSeats, Nothing, false}, {System, openSeats, Nothing, false},
		},
	},
}

// Sees finds what a role is shown in a step of the table; found is false when it takes no part in it.
func Sees(step string, role Role) (fields []string, found bool) {
	for _, s := range Steps {
		if s.Name != step {
			continue
		}
		for _, v := range s.Views {
			if v.Role == role {
				return v.Sees, true
			}
		}
	}
	return nil, false
}
