-- name: NextAppealNumber :one
SELECT CAST(coalesce(max(number), 0) + 1 AS bigint) FROM appeal WHERE authority_id = @authority_id;

-- name: InsertAppeal :exec
INSERT INTO appeal (authority_id, appeal_id, number, application_id, child_id, kind, subject, state, words, decided_by_first, submitted_at, forward_by, forwarded_on, forwarded_by, decide_by, overdue_on, late, decided_on, decided_by, answer, quoted, created_at)
VALUES (@authority_id, @appeal_id, @number, @application_id, @child_id, @kind, @subject, @state, @words, @decided_by_first, @submitted_at, @forward_by, @forwarded_on, @forwarded_by, @decide_by, @overdue_on, @late, @decided_on, @decided_by, @answer, @quoted, @created_at);

-- name: UpdateAppeal :exec
UPDATE appeal SET state = @state, forwarded_on = @forwarded_on, forwarded_by = @forwarded_by, overdue_on = @overdue_on, decided_on = @decided_on, decided_by = @decided_by, answer = @answer, quoted = @quoted
WHERE authority_id = @authority_id AND appeal_id = @appeal_id;

-- name: GetAppeal :one
SELECT * FROM appeal WHERE authority_id = @authority_id AND appeal_id = @appeal_id FOR UPDATE;

-- name: FindLiveAppeal :one
SELECT * FROM appeal WHERE authority_id = @authority_id AND subject = @subject AND state IN ('submitted', 'forwarded');

-- name: ListAppealsIn :many
SELECT * FROM appeal WHERE authority_id = @authority_id AND state = @state;

-- name: ListAppealsOf :many
SELECT * FROM appeal WHERE authority_id = @authority_id AND child_id = @child_id ORDER BY number;

-- name: CountAppeals :many
SELECT kind, state, count(*) AS appeals, count(overdue_on) AS overdue FROM appeal
WHERE authority_id = @authority_id AND submitted_at >= @since AND submitted_at < @until GROUP BY kind, state ORDER BY kind, state;

-- name: ListDecisionsOn :many
SELECT e.at, e.sequence, e.type, e.actor_role, e.actor_id, l.leaf_index, l.commitment FROM event e
JOIN log_leaf l ON l.authority_id = e.authority_id AND l.at = e.at AND l.sequence = e.sequence
WHERE e.authority_id = @authority_id AND e.subject = @subject ORDER BY e.at, e.sequence;
