package funding

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// month is what tells which lines of one month public money pays, and from which day on. Each day goes by the rules of its
// own day, whenever the month is calculated: where the territory passes to another profile inside a month, its days before
// and after are judged apart, so that none of them is paid twice and none falls between the two.
type month struct {
	rules       policy.Rules // of its last day
	pay         payout.Rules
	spans       []span
	past        *service.Past
	stateOrder  map[register.ID[register.Kindergarten]]bool
	vouchers    map[register.ID[register.Child]][]civil.DateRange
	unconfirmed map[register.ID[preschool.Placement]]bool
	origins     map[register.ID[preschool.Placement]]store.Origin // only where the territory ever passed to another profile
}

// span is days of one month under one profile.
type span struct {
	civil.DateRange
	scope policy.PaymentScope
}

// openMonth reads what the lines of a month are judged by.
func (b *books) openMonth(of civil.Month) (*month, error) {
	m := &month{past: b.past, stateOrder: b.stateOrder, vouchers: b.vouchers, unconfirmed: b.unconfirmed}
	var err error
	for _, days := range b.past.Spans(of.Range()) {
		if m.rules, err = b.past.On(days.To); err != nil {
			return nil, err
		}
		m.spans = append(m.spans, span{days, m.rules.Payment.Scope})
	}
	if m.pay, err = payRules(&m.rules); err != nil {
		return nil, err
	}
	if b.past.Switched() {
		m.origins, err = b.tx.LineOrigins(of)
	}
	return m, err
}

// judge tells what stops a line whatever the family says, or from which day on it is paid: none = from its beginning.
func (m *month) judge(l preschool.Line) (from civil.Date, held string, err error) {
	for _, kind := range m.rules.Payment.Excluded {
		if kind == l.GroupKind {
			return from, HeldExcluded, nil
		}
	}
	if m.unconfirmed[l.Placement] {
		return from, HeldUnconfirmed, nil
	}
	promised, err := m.promised(l)
	if err != nil {
		return from, "", err
	}
	first := firstDay(l)
	for _, s := range m.spans {
		start, paid := m.paidFrom(l, s, promised)
		switch {
		case !paid:
		case start.After(first):
			return start, "", nil
		default:
			return civil.Date{}, "", nil
		}
	}
	if m.spans[len(m.spans)-1].scope == policy.PayVouchers {
		return from, HeldNoVoucher, nil
	}
	return from, HeldNoStateOrder, nil
}

// paidFrom tells from which day of a span on a line is paid in it. A state order is paid while the profile pays state orders,
// and goes on for a child whose seat was promised under it. A voucher is paid while the profile pays vouchers; one that is
// still in use after the territory passed on was left to the child on purpose, and is paid as well.
func (m *month) paidFrom(l preschool.Line, s span, promised policy.PaymentScope) (civil.Date, bool) {
	if m.stateOrder[l.Kindergarten] && (s.scope == policy.PayStateOrder || promised == policy.PayStateOrder) {
		return s.From, true
	}
	if s.scope != policy.PayVouchers && !m.past.Switched() {
		return civil.Date{}, false
	}
	for _, used := range m.vouchers[l.Child] {
		if both, ok := used.Intersect(s.DateRange); ok {
			return both.From, true
		}
	}
	return civil.Date{}, false
}

// promised is the scope under which the line's seat was offered, or taken without an offer; "" where the territory always
// followed one profile.
func (m *month) promised(l preschool.Line) (policy.PaymentScope, error) {
	origin, known := m.origins[l.Placement]
	if !known {
		return "", nil
	}
	day := origin.From
	if !origin.OfferedAt.IsZero() {
		day = origin.OfferedAt.Date(m.rules.Zone)
	}
	rules, err := m.past.On(day)
	return rules.Payment.Scope, err
}

// firstDay is the first day of a line on which the child was enrolled.
func firstDay(l preschool.Line) civil.Date {
	for i := range len(l.Days) {
		if code := register.DayCode(l.Days[i]); code != register.DayOff && code != register.NotEnrolled {
			return l.Month.First().AddDays(i)
		}
	}
	return l.Month.First()
}

// paidDays are the line's days as they are priced: before the first paid day nothing is due.
func paidDays(l preschool.Line, from civil.Date) string {
	if from.IsZero() {
		return l.Days
	}
	days := []byte(l.Days)
	for i := range from.DaysSince(l.Month.First()) {
		if days[i] != byte(register.DayOff) {
			days[i] = byte(register.NotEnrolled)
		}
	}
	return string(days)
}
