package policy

import (
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// order lists the specs of all keys, in the order in which people read them: the child's path.
var order = slices.Concat(queueSpecs, roundSpecs, offerSpecs, seasonSpecs, moneySpecs, shownSpecs)

// specs finds a spec by its key.
var specs = func() map[string]spec {
	byKey := make(map[string]spec, len(order))
	for _, s := range order {
		byKey[s.key] = s
	}
	return byKey
}()

var queueSpecs = slices.Concat([]spec{
	zone("zone"),
	word("age.rule", Word, AgeRules, func(r *Rules) *AgeRule { return &r.AgeRule }),
	instead(3, whole("issue.min_age", Years, 0, 7, func(r *Rules) *int { return &r.Issue.MinAge })),
	orNone(whole("issue.early_age", Months, 1, 84, func(r *Rules) *int { return &r.Issue.EarlyAge })),
	whole("issue.max_age", Years, 1, 8, func(r *Rules) *int { return &r.Issue.MaxAge }),
	word("queue.order", Word, QueueOrders, func(r *Rules) *QueueOrder { return &r.Queue.Order }),
	wordList("queue.head", Classes, register.PriorityClasses, func(r *Rules) *[]register.PriorityClass { return &r.Queue.Head }),
	turns("queue.pattern", func(r *Rules) *[]Turn { return &r.Queue.Pattern }),
	word("queue.unverified", Word, UnverifiedRules, func(r *Rules) *UnverifiedRule { return &r.Queue.Unverified }),
	monthDay("queue.refresh", func(r *Rules) *MonthDay { return &r.Queue.Refresh }),
	term("proof.verify_term", func(r *Rules) *Term { return &r.Proof.VerifyTerm }),
	term("proof.validity", func(r *Rules) *Term { return &r.Proof.Validity }),
}, each(register.PriorityGroups, ground), []spec{
	word("privilege.scope", Word, PrivilegeScopes, func(r *Rules) *PrivilegeScope { return &r.PrivilegeScope }),
	whole("choice.max", Wishes, 1, 20, func(r *Rules) *int { return &r.ChoiceMax }),
})

var roundSpecs = []spec{
	word("round.target", Word, RoundTargets, func(r *Rules) *RoundTarget { return &r.Round.Target }),
	word("round.scope", Word, RoundScopes, func(r *Rules) *RoundScope { return &r.Round.Scope }),
	word("round.every", Word, RoundRhythms, func(r *Rules) *RoundEvery { return &r.Round.Every }),
	yesNo("round.skip_without_seats", func(r *Rules) *bool { return &r.Round.SkipWithoutSeats }),
}

var offerSpecs = []spec{
	term("offer.answer_term", func(r *Rules) *Term { return &r.Offer.AnswerTerm }),
	word("offer.declined", Word, Consequences, func(r *Rules) *Consequence { return &r.Offer.Declined }),
	word("offer.expired", Word, Consequences, func(r *Rules) *Consequence { return &r.Offer.Expired }),
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
	// Two years: under it brothers and sisters count as twins, which a window of days more or less would not show.
	instead(730, whole("twins.window_days", CalendarDays, 0, 3660, func(r *Rules) *int { return &r.Twins.WindowDays })),
	word("twins.rule", Word, TwinsRules, func(r *Rules) *TwinsRule { return &r.Twins.Rule }),
}

var seasonSpecs = []spec{
	instead(5, whole("season.release_age", Years, 1, 8, func(r *Rules) *int { return &r.Season.ReleaseAge })),
	monthDay("season.release_from", func(r *Rules) *MonthDay { return &r.Season.ReleaseFrom }),
	monthDay("season.release_to", func(r *Rules) *MonthDay { return &r.Season.ReleaseTo }),
	monthDay("season.formation", func(r *Rules) *MonthDay { return &r.Season.Formation }),
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
	whole("vaccination.min_share", Permille, 0, 1000, func(r *Rules) *int { return &r.VaccinationShare }),
	term("appeal.term", func(r *Rules) *Term { return &r.AppealTerm }),
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
