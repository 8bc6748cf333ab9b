package policy

import (
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// order lists the specs of all keys, in the order in which people read them: the child's path.
var order = slices.Concat(applySpecs, queueSpecs, roundSpecs, offerSpecs, enrolSpecs, seasonSpecs, appealSpecs, moneySpecs, shownSpecs)

// specs finds a spec by its key.
var specs = func() map[string]spec {
	byKey := make(map[string]spec, len(order))
	for _, s := range order {
		byKey[s.key] = s
	}
	return byKey
}()

var queueSpecs = slices.Concat([]spec{
	word("age.rule", Word, AgeRules, func(r *Rules) *AgeRule { return &r.AgeRule }),
	orNone(monthDay("age.day", func(r *Rules) *MonthDay { return &r.AgeDay })),
	minAge("issue.min_age"),
	orNone(whole("issue.early_age", Months, 1, 84, func(r *Rules) *int { return &r.Issue.EarlyAge })),
	whole("issue.max_age", Years, 1, 8, func(r *Rules) *int { return &r.Issue.MaxAge }),
	term("issue.lead", func(r *Rules) *Term { return &r.Issue.Lead }),
	criteria("queue.order", func(r *Rules) *[]Criterion { return &r.Queue.Order }),
	word("queue.categories", Word, CategoryRules, func(r *Rules) *CategoryRule { return &r.Queue.Categories }),
	orNone(texts("queue.residence_tiers", func(r *Rules) *[]string { return &r.Queue.ResidenceTiers })),
	wordList("queue.head", Classes, register.PriorityClasses, func(r *Rules) *[]register.PriorityClass { return &r.Queue.Head }),
	turns("queue.pattern", func(r *Rules) *[]Turn { return &r.Queue.Pattern }),
	word("queue.unverified", Word, UnverifiedRules, func(r *Rules) *UnverifiedRule { return &r.Queue.Unverified }),
	monthDays("queue.refresh", func(r *Rules) *[]MonthDay { return &r.Queue.Refresh }),
	term("queue.refresh_notice", func(r *Rules) *Term { return &r.Queue.RefreshNotice }),
	orNone(pointTable("points.table", func(r *Rules) *[]PointRow { return &r.Points })),
	orNone(term("guarantee.term", func(r *Rules) *Term { return &r.Guarantee.Term })),
	orNone(term("guarantee.urgent_term", func(r *Rules) *Term { return &r.Guarantee.UrgentTerm })),
	term("proof.verify_term", func(r *Rules) *Term { return &r.Proof.VerifyTerm }),
	term("proof.validity", func(r *Rules) *Term { return &r.Proof.Validity }),
	wordList("proof.by_register", GroundsUnit, register.PriorityGroups, func(r *Rules) *[]register.PriorityGroup { return &r.Proof.ByRegister }),
	wordList("proof.certified", GroundsUnit, register.PriorityGroups, func(r *Rules) *[]register.PriorityGroup { return &r.Proof.Certified }),
}, each(register.PriorityGroups, ground), []spec{
	word("privilege.scope", Word, PrivilegeScopes, func(r *Rules) *PrivilegeScope { return &r.PrivilegeScope }),
	whole("choice.max", Wishes, 1, 20, func(r *Rules) *int { return &r.ChoiceMax }),
	// Two years: under it brothers and sisters count as twins, which a window of days more or less would not show.
	instead(730, whole("twins.window_days", CalendarDays, 0, 3660, func(r *Rules) *int { return &r.Twins.WindowDays })),
	word("twins.rule", Word, TwinsRules, func(r *Rules) *TwinsRule { return &r.Twins.Rule }),
})

var applySpecs = []spec{
	zone("zone"),
	wordList("application.channels", Channels, register.ApplicationSources, func(r *Rules) *[]register.ApplicationSource { return &r.Application.Channels }),
	wordList("application.refusal_grounds", Refusals, register.RefusalGrounds, func(r *Rules) *[]register.RefusalGround { return &r.Application.Refusals }),
	orNone(term("application.validity", func(r *Rules) *Term { return &r.Application.Validity })),
	whole("application.registration_minutes", Minutes, 1, 43200, func(r *Rules) *int { return &r.Application.RegistrationMinutes }),
	whole("document.max_bytes", Bytes, 1024, 1<<30, func(r *Rules) *int { return &r.Application.MaxDocumentBytes }),
	term("contact.check_every", func(r *Rules) *Term { return &r.Contact.CheckEvery }),
	whole("contact.channels", Ways, 1, len(register.NoticeWays), func(r *Rules) *int { return &r.Contact.Channels }),
	term("takeover.confirm_term", func(r *Rules) *Term { return &r.Takeover.ConfirmTerm }),
}

var roundSpecs = []spec{
	word("round.target", Word, RoundTargets, func(r *Rules) *RoundTarget { return &r.Round.Target }),
	word("round.scope", Word, RoundScopes, func(r *Rules) *RoundScope { return &r.Round.Scope }),
	word("round.every", Word, RoundRhythms, func(r *Rules) *RoundEvery { return &r.Round.Every }),
	yesNo("round.skip_without_seats", func(r *Rules) *bool { return &r.Round.SkipWithoutSeats }),
	word("round.approval", Word, RoundApprovals, func(r *Rules) *RoundApproval { return &r.Round.Approval }),
	word("round.mechanism", Word, RoundMechanisms, func(r *Rules) *RoundMechanism { return &r.Round.Mechanism }),
}

var offerSpecs = []spec{
	term("offer.answer_term", func(r *Rules) *Term { return &r.Offer.AnswerTerm }),
	term("offer.reminder", func(r *Rules) *Term { return &r.Offer.Reminder }),
	word("offer.declined", Word, Consequences, func(r *Rules) *Consequence { return &r.Offer.Declined }),
	word("offer.expired", Word, Consequences, func(r *Rules) *Consequence { return &r.Offer.Expired }),
	whole("notice.attempts", Times, 1, 100, func(r *Rules) *int { return &r.Notice.Attempts }),
	instead([]register.NoticeWay{register.BySecondContact, register.ByCounter}, wordList("notice.fallback", WayList, register.NoticeWays, func(r *Rules) *[]register.NoticeWay { return &r.Notice.Fallback })),
	term("notice.fallback_term", func(r *Rules) *Term { return &r.Notice.FallbackTerm }),
	term("notice.public_term", func(r *Rules) *Term { return &r.Notice.PublicTerm }),
	term("suspension.term", func(r *Rules) *Term { return &r.Suspension.Term }),
	word("suspension.restore", Word, Restorings, func(r *Rules) *Restoring { return &r.Suspension.Restore }),
	whole("suspension.restore_limit", Times, 0, 100, func(r *Rules) *int { return &r.Suspension.RestoreLimit }),
	word("suspension.after", Word, AfterwardsWords, func(r *Rules) *Afterwards { return &r.Suspension.After }),
	term("contract.term", func(r *Rules) *Term { return &r.Contract.Term }),
	word("contract.lapsed", Word, Consequences, func(r *Rules) *Consequence { return &r.Contract.Lapsed }),
	whole("contract.extension_limit", Times, 0, 100, func(r *Rules) *int { return &r.Contract.ExtensionLimit }),
	term("contract.extension_term", func(r *Rules) *Term { return &r.Contract.ExtensionTerm }),
	term("waitlist.answer_term", func(r *Rules) *Term { return &r.Waitlist.AnswerTerm }),
	word("waitlist.declined", Word, WaitlistConsequences, func(r *Rules) *WaitlistConsequence { return &r.Waitlist.Declined }),
}

var enrolSpecs = []spec{
	word("enrol.channel", Word, EnrolChannels, func(r *Rules) *EnrolChannel { return &r.Enrol.Channel }),
	yesNo("enrol.papers", func(r *Rules) *bool { return &r.Enrol.Papers }),
	term("enrol.answer_term", func(r *Rules) *Term { return &r.Enrol.AnswerTerm }),
	wordList("enrol.refusal_grounds", Papers, register.PapersGrounds, func(r *Rules) *[]register.PapersGround { return &r.Enrol.Refusals }),
	whole("vaccination.min_share", Permille, 0, 1000, func(r *Rules) *int { return &r.Vaccination.MinShare }),
	word("vaccination.scope", Word, VaccinationScopes, func(r *Rules) *VaccinationScope { return &r.Vaccination.Scope }),
	wordList("vaccination.exempt", Kinds, register.GroupKinds, func(r *Rules) *[]register.GroupKind { return &r.Vaccination.Exempt }),
	word("transfer.order", Word, TransferOrders, func(r *Rules) *TransferOrder { return &r.Transfer.Order }),
	orNone(whole("transfer.year_limit", Times, 1, 100, func(r *Rules) *int { return &r.Transfer.YearLimit })),
	yesNo("exchange.allowed", func(r *Rules) *bool { return &r.Exchange.Allowed }),
	wordList("exchange.same", Traits, ExchangeTraits, func(r *Rules) *[]ExchangeTrait { return &r.Exchange.Same }),
	yesNo("staff.admission", func(r *Rules) *bool { return &r.Staff.Admission }),
	wordList("staff.relations", Relations, register.StaffRelations, func(r *Rules) *[]register.StaffRelation { return &r.Staff.Relations }),
	texts("provider.requirements", func(r *Rules) *[]string { return &r.ProviderRequirements }),
}

var seasonSpecs = []spec{
	instead(5, whole("season.release_age", Years, 1, 8, func(r *Rules) *int { return &r.Season.ReleaseAge })),
	monthDay("season.release_from", func(r *Rules) *MonthDay { return &r.Season.ReleaseFrom }),
	monthDay("season.release_to", func(r *Rules) *MonthDay { return &r.Season.ReleaseTo }),
	wordList("season.release_exempt", Kinds, register.GroupKinds, func(r *Rules) *[]register.GroupKind { return &r.Season.ReleaseExempt }),
	monthDay("season.formation", func(r *Rules) *MonthDay { return &r.Season.Formation }),
	orNone(monthDay("season.formation_to", func(r *Rules) *MonthDay { return &r.Season.FormationTo })),
	term("season.forming_term", func(r *Rules) *Term { return &r.Season.FormingTerm }),
	orNone(monthDay("season.freeze_from", func(r *Rules) *MonthDay { return &r.Season.FreezeFrom })),
	orNone(monthDay("season.freeze_to", func(r *Rules) *MonthDay { return &r.Season.FreezeTo })),
}

var appealSpecs = []spec{
	term("appeal.lodge_term", func(r *Rules) *Term { return &r.Appeal.LodgeTerm }),
	term("appeal.forward_term", func(r *Rules) *Term { return &r.Appeal.ForwardTerm }),
	term("appeal.term", func(r *Rules) *Term { return &r.Appeal.Term }),
}

var moneySpecs = slices.Concat(each(paidCodes, payable), []spec{
	orNone(term("attendance.leave_year_cap", func(r *Rules) *Term { return &r.Attendance.LeaveYearCap })),
	term("answer.term", func(r *Rules) *Term { return &r.Answer.Term }),
	word("answer.silence", Word, Silences, func(r *Rules) *Silence { return &r.Answer.Silence }),
	word("answer.late", Word, LateAnswers, func(r *Rules) *LateAnswer { return &r.Answer.Late }),
	word("payment.scope", Word, PaymentScopes, func(r *Rules) *PaymentScope { return &r.Payment.Scope }),
	wordList("payment.excluded", Kinds, register.GroupKinds, func(r *Rules) *[]register.GroupKind { return &r.Payment.Excluded }),
	rounding("payment.rounding", func(r *Rules) *money.Rounding { return &r.Payment.Rounding }),
	letters("payment.purpose_code", 1, 35, "851", func(r *Rules) *string { return &r.Payment.PurposeCode }),
	letters("payment.currency", 3, 3, "XTS", func(r *Rules) *string { return &r.Payment.Currency }),
	word("voucher.scope", Word, VoucherScopes, func(r *Rules) *VoucherScope { return &r.VoucherScope }),
})

var shownSpecs = []spec{
	orNone(date("pilot.expires", func(r *Rules) *civil.Date { return &r.PilotExpires })),
	whole("position.small_cell", Children, 1, 1000, func(r *Rules) *int { return &r.SmallCell }),
	sum("registration.fee", func(r *Rules) *money.Tiyn { return &r.RegistrationFee }),
}

// paidCodes are the day codes that can be paid; a day off and a day before or after the contract never are.
var paidCodes = register.DayCodes[slices.Index(register.DayCodes, register.Present):]

func each[T any](list []T, build func(T) spec) []spec {
	var all []spec
	for _, one := range list {
		all = append(all, build(one))
	}
	return all
}
