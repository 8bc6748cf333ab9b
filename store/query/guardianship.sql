-- name: InsertGuardianship :exec
INSERT INTO guardianship (authority_id, guardianship_id, child_id, guardian_id, state, ground, act, from_day, to_day, entered_by, approved_by, created_at)
VALUES (@authority_id, @guardianship_id, @child_id, @guardian_id, @state, @ground, @act, @from_day, @to_day, @entered_by, @approved_by, @created_at);

-- name: UpdateGuardianship :exec
UPDATE guardianship SET state = @state, ground = @ground, act = @act, from_day = @from_day, to_day = @to_day, entered_by = @entered_by, approved_by = @approved_by
WHERE authority_id = @authority_id AND guardianship_id = @guardianship_id;

-- name: GetGuardianship :one
SELECT * FROM guardianship WHERE authority_id = @authority_id AND guardianship_id = @guardianship_id FOR UPDATE;

-- name: ListGuardianshipsOf :many
SELECT * FROM guardianship WHERE authority_id = @authority_id AND child_id = @child_id ORDER BY created_at, guardianship_id;

-- name: ListGuardianshipsIn :many
SELECT * FROM guardianship WHERE authority_id = @authority_id AND state = @state ORDER BY created_at, guardianship_id;

-- name: SetGuardianOfChild :exec
UPDATE child SET guardian_id = @guardian_id WHERE authority_id = @authority_id AND child_id = @child_id;

-- name: CountGuardian :one
SELECT count(*) FROM guardian WHERE authority_id = @authority_id AND guardian_id = @guardian_id;
