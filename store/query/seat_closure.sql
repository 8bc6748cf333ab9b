-- name: InsertSeatClosure :exec
INSERT INTO seat_closure (authority_id, closure_id, group_id, seats, reason, from_day, to_day, ended_on, closed_by, act, created_at)
VALUES (@authority_id, @closure_id, @group_id, @seats, @reason, @from_day, @to_day, @ended_on, @closed_by, @act, @created_at);

-- name: UpdateSeatClosure :exec
UPDATE seat_closure SET seats = @seats, ended_on = @ended_on WHERE authority_id = @authority_id AND closure_id = @closure_id;

-- name: GetSeatClosure :one
SELECT * FROM seat_closure WHERE authority_id = @authority_id AND closure_id = @closure_id FOR UPDATE;

-- name: ListSeatClosuresOf :many
SELECT * FROM seat_closure WHERE authority_id = @authority_id AND group_id = @group_id AND ended_on IS NULL;

-- name: ListSeatClosuresLive :many
SELECT * FROM seat_closure WHERE authority_id = @authority_id AND ended_on IS NULL;
