package audit

// offersInOrder: an offer comes from a round of its kind, a round made the offers that it published, and offers,
// applications, vouchers and placements tell the same story.
func offersInOrder(a *auditor) (string, error) { return a.first(offerRules) }

var offerRules = []rule{
	{"no round made it", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
LEFT JOIN round r ON r.authority_id = o.authority_id AND r.round_id = o.round_id
WHERE o.authority_id = $1 AND r.round_id IS NULL AND o.source NOT IN ('staff', 'closure')`},
	{"its round makes offers of another kind", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
JOIN round r ON r.authority_id = o.authority_id AND r.round_id = o.round_id
WHERE o.authority_id = $1 AND NOT (r.kind = 'voucher' AND o.of_what = 'voucher' AND o.source = 'round'
  OR r.kind = 'seat' AND o.of_what = 'seat' AND o.source = 'round'
  OR r.kind = 'choice' AND o.of_what = 'seat' AND o.source IN ('choice', 'waitlist'))`},
	{"it did not make as many offers as it published", `
SELECT 'round ' || r.round_id AS id FROM round r LEFT JOIN (
  SELECT round_id, count(*) AS n FROM offer WHERE authority_id = $1 GROUP BY round_id
) o ON o.round_id = r.round_id WHERE r.authority_id = $1 AND r.kind <> 'transfer' AND r.offers <> coalesce(o.n, 0)`},
	{"it is of a child of the staff whose relation nobody verified", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
WHERE o.authority_id = $1 AND o.source = 'staff' AND NOT EXISTS (
  SELECT 1 FROM staff_admission s WHERE s.authority_id = o.authority_id AND s.application_id = o.application_id AND s.group_id = o.group_id AND s.state = 'verified')`},
	{"a transfer holds a seat of a child who has left it", `
SELECT 'transfer ' || t.transfer_id AS id FROM transfer t
JOIN placement p ON p.authority_id = t.authority_id AND p.placement_id = t.placement_id
WHERE t.authority_id = $1 AND t.state IN ('requested', 'offered', 'accepted') AND p.state = 'ended'`},
	{"it moved and the new placement does not begin after the old one on the next day", `
SELECT 'transfer ' || t.transfer_id AS id FROM transfer t
JOIN placement p ON p.authority_id = t.authority_id AND p.placement_id = t.placement_id
LEFT JOIN placement q ON q.authority_id = t.authority_id AND q.placement_id = t.moved_to
WHERE t.authority_id = $1 AND t.state = 'moved' AND (q.placement_id IS NULL OR q.child_id <> t.child_id OR p.to_day IS NULL OR q.from_day <= p.to_day)`},
	{"its application is another child's", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
JOIN application a ON a.authority_id = o.authority_id AND a.application_id = o.application_id
WHERE o.authority_id = $1 AND o.child_id <> a.child_id`},
	{"it is open or accepted and its application is not offered", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
JOIN application a ON a.authority_id = o.authority_id AND a.application_id = o.application_id
WHERE o.authority_id = $1 AND o.state IN ('open', 'accepted') AND a.state <> 'offered'`},
	{"it is offered and there is neither an open or accepted offer nor a voucher to use", `
SELECT 'application ' || a.application_id AS id FROM application a WHERE a.authority_id = $1 AND a.state = 'offered'
AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.authority_id = a.authority_id AND o.application_id = a.application_id AND o.state IN ('open', 'accepted'))
AND NOT EXISTS (SELECT 1 FROM voucher v WHERE v.authority_id = a.authority_id AND v.child_id = a.child_id AND v.state IN ('issued', 'activated'))`},
	{"it is placed and its child has no placement", `
SELECT 'application ' || a.application_id AS id FROM application a
LEFT JOIN placement p ON p.authority_id = a.authority_id AND p.child_id = a.child_id
WHERE a.authority_id = $1 AND a.state = 'placed' AND p.placement_id IS NULL`},
	{"it is answered and does not say when, or open and says when", `
SELECT 'offer ' || offer_id AS id FROM offer WHERE authority_id = $1
AND (state = 'open' AND answered_at IS NOT NULL OR state IN ('accepted', 'fulfilled', 'declined', 'expired') AND answered_at IS NULL)`},
	{"its seat's contract is signed and nobody is placed by it", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
LEFT JOIN placement p ON p.authority_id = o.authority_id AND p.offer_id = o.offer_id
WHERE o.authority_id = $1 AND o.of_what = 'seat' AND o.state = 'fulfilled' AND p.placement_id IS NULL`},
	{"its voucher is in use and was never issued", `
SELECT 'offer ' || o.offer_id AS id FROM offer o
LEFT JOIN voucher v ON v.authority_id = o.authority_id AND v.child_id = o.child_id AND v.application_id = o.application_id
WHERE o.authority_id = $1 AND o.of_what = 'voucher' AND o.state = 'fulfilled' AND v.voucher_id IS NULL`},
	{"its offer is not a fulfilled one of this seat to this child", `
SELECT 'placement ' || p.placement_id AS id FROM placement p
LEFT JOIN offer o ON o.authority_id = p.authority_id AND o.offer_id = p.offer_id
  AND o.child_id = p.child_id AND o.group_id = p.group_id AND o.state = 'fulfilled'
WHERE p.authority_id = $1 AND p.offer_id IS NOT NULL AND o.offer_id IS NULL`},
	{"it came by no offer and is no opening balance", `
SELECT 'placement ' || placement_id AS id FROM placement WHERE authority_id = $1 AND (offer_id IS NULL) <> (source IN ('opening', 'transfer', 'exchange', 'closure', 'takeover'))`},
}
