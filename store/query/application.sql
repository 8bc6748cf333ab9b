-- name: InsertApplication :exec
INSERT INTO application (authority_id, application_id, child_id, guardian_id, state, registered_at, sequence, class, ground, proof, proof_due, proof_issued, proof_valid, proof_via, birth_date, settlement, language, also_language, group_kind, advice_on, consent_on, start_on, facts, family_id, suspended_until, restored, source, request_key, confirmed, reason, created_at)
VALUES (@authority_id, @application_id, @child_id, @guardian_id, @state, @registered_at, @sequence, @class, @ground, @proof, @proof_due, @proof_issued, @proof_valid, @proof_via, @birth_date, @settlement, @language, @also_language, @group_kind, @advice_on, @consent_on, @start_on, @facts, @family_id, @suspended_until, @restored, @source, @request_key, @confirmed, @reason, @created_at);

-- name: UpdateApplication :exec
UPDATE application SET guardian_id = @guardian_id, state = @state, registered_at = @registered_at, sequence = @sequence, class = @class, ground = @ground,
  proof = @proof, proof_due = @proof_due, proof_issued = @proof_issued, proof_valid = @proof_valid, proof_via = @proof_via, birth_date = @birth_date,
  settlement = @settlement, language = @language, also_language = @also_language, group_kind = @group_kind, advice_on = @advice_on, consent_on = @consent_on, start_on = @start_on, facts = @facts,
  confirmed = @confirmed, family_id = @family_id, suspended_until = @suspended_until, restored = @restored, reason = @reason
WHERE authority_id = @authority_id AND application_id = @application_id;

-- name: GetApplication :one
SELECT * FROM application WHERE authority_id = @authority_id AND application_id = @application_id FOR UPDATE;

-- name: NextSequence :one
INSERT INTO counter (authority_id, name, value, last_at, created_at) VALUES (@authority_id, 'application', 1, @now, @now)
ON CONFLICT (authority_id, name) DO UPDATE SET value = counter.value + 1,
  last_at = CASE WHEN counter.last_at > excluded.last_at THEN counter.last_at ELSE excluded.last_at END RETURNING value, last_at;

-- name: ListApplicationsIn :many
SELECT * FROM application WHERE authority_id = @authority_id AND state = @state ORDER BY registered_at, sequence, application_id;

-- name: ListApplicationsClaimed :many
SELECT * FROM application WHERE authority_id = @authority_id AND proof = 'claimed' AND state IN ('queued', 'suspended') ORDER BY application_id;

-- name: ListApplications :many
SELECT * FROM application WHERE authority_id = @authority_id ORDER BY registered_at, sequence, application_id;

-- name: ListChoicesOf :many
SELECT * FROM choice WHERE authority_id = @authority_id AND application_id = @application_id ORDER BY rank;

-- name: ListChoicesIn :many
-- CROSS JOIN and no order: SQLite's planner would walk the choices of all times instead of finding those of few applications.
SELECT c.application_id, c.rank, c.kindergarten_id FROM application a CROSS JOIN choice c
WHERE a.authority_id = @authority_id AND a.state = @state AND c.authority_id = a.authority_id AND c.application_id = a.application_id;

-- name: DeleteChoices :exec
DELETE FROM choice WHERE authority_id = @authority_id AND application_id = @application_id;

-- name: CountWaitingByKindergarten :many
SELECT c.kindergarten_id, count(*) AS waiting FROM choice c
JOIN application a ON a.authority_id = c.authority_id AND a.application_id = c.application_id
WHERE c.authority_id = @authority_id AND a.state IN ('queued', 'suspended', 'offered') GROUP BY c.kindergarten_id;

-- name: InsertQueueEntry :exec
INSERT INTO queue_entry (authority_id, application_id, entered_at, queue, class, proof, enter_reason, left_at, leave_reason, created_at)
VALUES (@authority_id, @application_id, @entered_at, @queue, @class, @proof, @enter_reason, NULL, '', @created_at);

-- name: LeaveQueue :execrows
UPDATE queue_entry SET left_at = @left_at, leave_reason = @leave_reason
WHERE authority_id = @authority_id AND application_id = @application_id AND left_at IS NULL;

-- name: ListQueueEntries :many
SELECT q.*, a.registered_at, a.sequence, a.birth_date, a.facts FROM queue_entry q
JOIN application a ON a.authority_id = q.authority_id AND a.application_id = q.application_id
WHERE q.authority_id = @authority_id AND q.queue = @queue ORDER BY q.entered_at, q.application_id;

-- name: ListQueuesNow :many
SELECT q.application_id, q.queue, q.class, q.proof, a.registered_at, a.sequence, a.family_id FROM queue_entry q
JOIN application a ON a.authority_id = q.authority_id AND a.application_id = q.application_id
WHERE q.authority_id = @authority_id AND q.left_at IS NULL ORDER BY q.queue, a.registered_at, a.sequence, q.application_id;

-- name: GetQueueNow :one
SELECT * FROM queue_entry WHERE authority_id = @authority_id AND application_id = @application_id ORDER BY entered_at DESC LIMIT 1;

-- name: InsertCarry :exec
INSERT INTO queue_carry (authority_id, queue, changed_at, turns, owed, created_at) VALUES (@authority_id, @queue, @changed_at, @turns, @owed, @created_at);

-- name: ListCarriesNow :many
WITH latest AS (
  SELECT queue, changed_at, turns, owed, row_number() OVER (PARTITION BY queue ORDER BY changed_at DESC) AS nth FROM queue_carry WHERE authority_id = @authority_id
) SELECT queue, changed_at, turns, owed FROM latest WHERE nth = 1 ORDER BY queue;

-- name: ListCarries :many
SELECT * FROM queue_carry WHERE authority_id = @authority_id AND queue = @queue ORDER BY changed_at;

-- name: CountApplications :many
SELECT state, count(*) AS applications FROM application WHERE authority_id = @authority_id GROUP BY state ORDER BY state;

-- name: CountQueues :many
SELECT queue, count(*) AS waiting FROM queue_entry WHERE authority_id = @authority_id AND left_at IS NULL GROUP BY queue ORDER BY queue;

-- name: ListStaysOf :many
SELECT * FROM queue_entry WHERE authority_id = @authority_id AND application_id = @application_id ORDER BY entered_at;

-- name: ListLiveApplicationsOfGuardian :many
SELECT * FROM application WHERE authority_id = @authority_id AND guardian_id = @guardian_id
  AND state IN ('drafted', 'submitted', 'queued', 'suspended', 'offered') ORDER BY registered_at, sequence, application_id;

-- name: ListApplicationsOfChild :many
SELECT * FROM application WHERE authority_id = @authority_id AND child_id = @child_id ORDER BY registered_at, sequence, application_id;

-- name: GetApplicationByKey :one
SELECT * FROM application WHERE authority_id = @authority_id AND request_key = @request_key AND request_key <> '';

-- name: ListApplicationsOfGuardian :many
SELECT * FROM application WHERE authority_id = @authority_id AND guardian_id = @guardian_id ORDER BY registered_at, sequence, application_id;

-- name: ListIDsClaiming :many
SELECT application_id FROM application WHERE authority_id = @authority_id AND proof = 'claimed' ORDER BY application_id;

-- name: ListIDsWithProof :many
SELECT application_id FROM application WHERE authority_id = @authority_id AND proof <> '' ORDER BY application_id;

-- name: ListProofsEnding :many
SELECT * FROM application WHERE authority_id = @authority_id AND proof IN ('claimed', 'verified') AND state IN ('drafted', 'submitted', 'queued', 'suspended', 'offered')
  AND (proof_due <= @until OR proof_valid <= @until) ORDER BY application_id;

-- name: ListGuardiansWaiting :many
SELECT DISTINCT guardian_id FROM application WHERE authority_id = @authority_id AND state IN ('submitted', 'queued', 'suspended', 'offered') ORDER BY guardian_id;

-- name: ListSuspensionsOver :many
SELECT * FROM application WHERE authority_id = @authority_id AND state = 'suspended' AND suspended_until < @today;
