-- name: InsertSwitch :exec
INSERT INTO profile_switch (authority_id, switch_id, profile, sha256, from_day, state, preview, preview_sha256, proposed_by, approved_by, carried_out_on, reason, created_at)
VALUES (@authority_id, @switch_id, @profile, @sha256, @from_day, @state, @preview, @preview_sha256, @proposed_by, @approved_by, @carried_out_on, @reason, @created_at);

-- name: UpdateSwitch :exec
UPDATE profile_switch SET state = @state, approved_by = @approved_by, carried_out_on = @carried_out_on, reason = @reason
WHERE authority_id = @authority_id AND switch_id = @switch_id;

-- name: GetSwitch :one
SELECT * FROM profile_switch WHERE authority_id = @authority_id AND switch_id = @switch_id FOR UPDATE;

-- name: FindLiveSwitch :one
SELECT * FROM profile_switch WHERE authority_id = @authority_id AND state IN ('proposed', 'approved') FOR UPDATE;

-- name: ListSwitches :many
SELECT * FROM profile_switch WHERE authority_id = @authority_id ORDER BY from_day, created_at, switch_id;
