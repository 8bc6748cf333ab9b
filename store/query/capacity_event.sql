-- name: InsertCapacityEvent :exec
INSERT INTO capacity_event (authority_id, event_id, kindergarten_id, kind, state, from_day, to_day, group_id, seats, into_id, new_name, new_kind, birth_year, language, act, recorded_by, carried_out_on, created_at)
VALUES (@authority_id, @event_id, @kindergarten_id, @kind, @state, @from_day, @to_day, @group_id, @seats, @into_id, @new_name, @new_kind, @birth_year, @language, @act, @recorded_by, @carried_out_on, @created_at);

-- name: UpdateCapacityEvent :exec
UPDATE capacity_event SET state = @state, group_id = @group_id, carried_out_on = @carried_out_on WHERE authority_id = @authority_id AND event_id = @event_id;

-- name: GetCapacityEvent :one
SELECT * FROM capacity_event WHERE authority_id = @authority_id AND event_id = @event_id FOR UPDATE;

-- name: ListCapacityEventsDue :many
SELECT * FROM capacity_event WHERE authority_id = @authority_id AND state = 'recorded' AND from_day <= @today ORDER BY from_day;

-- name: ListCapacityEvents :many
SELECT * FROM capacity_event WHERE authority_id = @authority_id ORDER BY created_at DESC, event_id LIMIT @lim;

-- name: ListGroupsClosed :many
SELECT g.group_id, e.act FROM capacity_event e
JOIN age_group g ON g.authority_id = e.authority_id AND g.kindergarten_id = e.kindergarten_id AND (e.group_id IS NULL OR e.group_id = g.group_id)
WHERE e.authority_id = @authority_id AND e.state = 'carried_out' AND e.kind IN ('closure', 'merger');
