-- name: InsertTransfer :exec
INSERT INTO transfer (authority_id, transfer_id, child_id, guardian_id, placement_id, state, registered_at, sequence, choices, cause, group_id, after_id, answer_by, delivered_at, notice_via, notice_tries, noticed_on, moved_to, reason, created_at)
VALUES (@authority_id, @transfer_id, @child_id, @guardian_id, @placement_id, @state, @registered_at, @sequence, @choices, @cause, @group_id, @after_id, @answer_by, @delivered_at, @notice_via, @notice_tries, @noticed_on, @moved_to, @reason, @created_at);

-- name: UpdateTransfer :exec
UPDATE transfer SET guardian_id = @guardian_id, state = @state, choices = @choices, cause = @cause, group_id = @group_id, after_id = @after_id,
  answer_by = @answer_by, delivered_at = @delivered_at, notice_via = @notice_via, notice_tries = @notice_tries, noticed_on = @noticed_on, moved_to = @moved_to, reason = @reason
WHERE authority_id = @authority_id AND transfer_id = @transfer_id;

-- name: GetTransfer :one
SELECT * FROM transfer WHERE authority_id = @authority_id AND transfer_id = @transfer_id FOR UPDATE;

-- name: FindLiveTransfer :one
SELECT * FROM transfer WHERE authority_id = @authority_id AND child_id = @child_id AND state IN ('requested', 'offered', 'accepted');

-- name: ListTransfersIn :many
SELECT * FROM transfer WHERE authority_id = @authority_id AND state = @state;

-- name: ListTransfersOf :many
SELECT * FROM transfer WHERE authority_id = @authority_id AND child_id = @child_id ORDER BY registered_at, sequence;

-- name: CountMoves :one
SELECT count(*) FROM transfer t
JOIN placement p ON p.authority_id = t.authority_id AND p.placement_id = t.moved_to
WHERE t.authority_id = @authority_id AND t.child_id = @child_id AND t.cause = 'wish' AND t.state = 'moved' AND p.from_day BETWEEN @first_day AND @last_day;
