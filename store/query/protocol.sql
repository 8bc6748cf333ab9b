-- name: ListRoundsDuring :many
SELECT * FROM round WHERE authority_id = @authority_id AND on_day BETWEEN @first_day AND @last_day ORDER BY number;

-- name: CountOfferedByTier :many
SELECT class, proof, count(*) AS offers FROM queue_entry
WHERE authority_id = @authority_id AND leave_reason = 'offered' AND left_at >= @since AND left_at < @until GROUP BY class, proof;

-- name: ListStaffOffersDuring :many
SELECT kindergarten_id FROM staff_admission WHERE authority_id = @authority_id AND state = 'verified' AND decided_on BETWEEN @first_day AND @last_day
ORDER BY decided_on, kindergarten_id;

-- name: ListExchangesDuring :many
SELECT a.kindergarten_id AS site_a, b.kindergarten_id AS site_b FROM exchange e
JOIN placement a ON a.authority_id = e.authority_id AND a.placement_id = e.placement_a
JOIN placement b ON b.authority_id = e.authority_id AND b.placement_id = e.placement_b
WHERE e.authority_id = @authority_id AND e.state = 'carried_out' AND e.carried_out_on BETWEEN @first_day AND @last_day
ORDER BY e.carried_out_on, a.kindergarten_id, b.kindergarten_id;

-- name: CountMovesByCause :many
SELECT t.cause, count(*) AS moves FROM transfer t
JOIN placement p ON p.authority_id = t.authority_id AND p.placement_id = t.moved_to
WHERE t.authority_id = @authority_id AND t.state = 'moved' AND p.from_day BETWEEN @first_day AND @last_day GROUP BY t.cause;

-- name: CountUnansweredPapers :many
-- The papers that a rule accepted for want of an answer, by kindergarten.
SELECT g.kindergarten_id, count(*) AS papers FROM event e
JOIN offer o ON o.authority_id = e.authority_id AND o.offer_id = e.subject
JOIN age_group g ON g.authority_id = o.authority_id AND g.group_id = o.group_id
WHERE e.authority_id = @authority_id AND e.type = 'papers.accepted' AND e.actor_role = 'system' AND e.at >= @since AND e.at < @until
GROUP BY g.kindergarten_id ORDER BY g.kindergarten_id;
