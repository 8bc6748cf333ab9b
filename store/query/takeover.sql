-- name: InsertTakeoverBatch :exec
INSERT INTO takeover_batch (authority_id, batch_id, kind, source, sha256, loaded_by, approved_by, approved_on, line_count, order_sha256, created_at)
VALUES (@authority_id, @batch_id, @kind, @source, @sha256, @loaded_by, @approved_by, @approved_on, @line_count, @order_sha256, @created_at);

-- name: FindTakeoverBatch :one
SELECT * FROM takeover_batch WHERE authority_id = @authority_id AND sha256 = @sha256;

-- name: ListTakeoverBatches :many
SELECT * FROM takeover_batch WHERE authority_id = @authority_id ORDER BY created_at, batch_id;

-- name: GetTakeoverBatch :one
SELECT * FROM takeover_batch WHERE authority_id = @authority_id AND batch_id = @batch_id FOR UPDATE;

-- name: ApproveTakeoverBatch :exec
UPDATE takeover_batch SET approved_by = @approved_by, approved_on = @approved_on WHERE authority_id = @authority_id AND batch_id = @batch_id;

-- name: UpdateTakeoverLine :exec
UPDATE takeover_line SET state = @state, application_id = @application_id, placement_id = @placement_id, code_sha256 = @code_sha256, faults = @faults,
  corrected_by = @corrected_by, approved_by = @approved_by, confirmed_on = @confirmed_on, confirm_by = @confirm_by
WHERE authority_id = @authority_id AND batch_id = @batch_id AND number = @number;

-- name: SetTakeoverCode :exec
UPDATE takeover_line SET code_sha256 = @code_sha256, faults = @faults, confirm_by = @confirm_by
WHERE authority_id = @authority_id AND batch_id = @batch_id AND number = @number;

-- name: SetTakeoverFaults :exec
UPDATE takeover_line SET faults = @faults WHERE authority_id = @authority_id AND batch_id = @batch_id AND number = @number AND code_sha256 = @code_sha256;

-- name: GetTakeoverLine :one
SELECT * FROM takeover_line WHERE authority_id = @authority_id AND batch_id = @batch_id AND number = @number FOR UPDATE;

-- name: FindTakeoverCode :one
SELECT * FROM takeover_line WHERE authority_id = @authority_id AND code_sha256 = @code_sha256 AND state = 'loaded' FOR UPDATE;

-- name: ListTakeoverLines :many
SELECT * FROM takeover_line WHERE authority_id = @authority_id AND batch_id = @batch_id ORDER BY number;

-- name: ListTakeoverWork :many
SELECT * FROM takeover_line WHERE authority_id = @authority_id
AND (state IN ('doubled', 'contradicted', 'corrected') OR state = 'loaded' AND (faults <> '' OR confirm_by < @today)) ORDER BY batch_id, number;

-- name: ReserveSequences :one
INSERT INTO counter (authority_id, name, value, created_at) VALUES (@authority_id, 'application', @n, @created_at)
ON CONFLICT (authority_id, name) DO UPDATE SET value = counter.value + excluded.value RETURNING value;
