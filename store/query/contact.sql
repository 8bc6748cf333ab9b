-- name: UpsertContact :exec
INSERT INTO contact (authority_id, contact_id, guardian_id, way, address, confirmed_on, asked_on, failed_on, code, tries, created_at)
VALUES (@authority_id, @contact_id, @guardian_id, @way, @address, @confirmed_on, @asked_on, @failed_on, @code, @tries, @created_at)
ON CONFLICT (authority_id, contact_id) DO UPDATE SET address = excluded.address, confirmed_on = excluded.confirmed_on, asked_on = excluded.asked_on,
  failed_on = excluded.failed_on, code = excluded.code, tries = excluded.tries;

-- name: GetContact :one
SELECT * FROM contact WHERE authority_id = @authority_id AND contact_id = @contact_id FOR UPDATE;

-- name: ListContactsOf :many
SELECT * FROM contact WHERE authority_id = @authority_id AND guardian_id = @guardian_id ORDER BY way;

-- name: ListContacts :many
SELECT * FROM contact WHERE authority_id = @authority_id ORDER BY guardian_id, way;
