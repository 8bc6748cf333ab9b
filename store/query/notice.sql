-- name: InsertNotice :exec
INSERT INTO notice (authority_id, notice_id, offer_id, way, template, delivered, on_day, created_at)
VALUES (@authority_id, @notice_id, @offer_id, @way, @template, @delivered, @on_day, @created_at);

-- name: ListNoticesOf :many
SELECT * FROM notice WHERE authority_id = @authority_id AND offer_id = @offer_id ORDER BY created_at, notice_id;
