-- name: InsertStaffAdmission :exec
INSERT INTO staff_admission (authority_id, staff_id, application_id, kindergarten_id, group_id, relation, state, asked_by, decided_by, decided_on, created_at)
VALUES (@authority_id, @staff_id, @application_id, @kindergarten_id, @group_id, @relation, @state, @asked_by, @decided_by, @decided_on, @created_at);

-- name: UpdateStaffAdmission :exec
UPDATE staff_admission SET state = @state, decided_by = @decided_by, decided_on = @decided_on WHERE authority_id = @authority_id AND staff_id = @staff_id;

-- name: GetStaffAdmission :one
SELECT * FROM staff_admission WHERE authority_id = @authority_id AND staff_id = @staff_id FOR UPDATE;

-- name: ListStaffAdmissionsIn :many
SELECT * FROM staff_admission WHERE authority_id = @authority_id AND state = @state;

-- name: ListStaffAdmissionsOf :many
SELECT * FROM staff_admission WHERE authority_id = @authority_id AND application_id = @application_id ORDER BY created_at, staff_id;
