-- name: GetLeaf :one
SELECT l.leaf_index, l.commitment, e.payload, e.nonce FROM log_leaf l
JOIN event e ON e.authority_id = l.authority_id AND e.at = l.at AND e.sequence = l.sequence
WHERE l.authority_id = @authority_id AND l.at = @at AND l.sequence = @sequence;

-- name: GetTile :one
SELECT data FROM log_tile WHERE authority_id = @authority_id AND path = @path;

-- name: UpsertTile :exec
INSERT INTO log_tile (authority_id, path, width, data, published, created_at) VALUES (@authority_id, @path, @width, @data, false, @created_at)
ON CONFLICT (authority_id, path) DO UPDATE SET width = excluded.width, data = excluded.data, published = false;

-- name: ListUnpublishedTiles :many
SELECT path, width, data FROM log_tile WHERE authority_id = @authority_id AND NOT published ORDER BY path;

-- name: ListTiles :many
SELECT path, width, data FROM log_tile WHERE authority_id = @authority_id ORDER BY path;

-- name: PublishTile :exec
UPDATE log_tile SET published = true WHERE authority_id = @authority_id AND path = @path AND width = @width;

-- name: InsertCheckpoint :exec
INSERT INTO log_checkpoint (authority_id, size, root, text, created_at) VALUES (@authority_id, @size, @root, @text, @created_at);

-- name: LastCheckpoint :one
SELECT * FROM log_checkpoint WHERE authority_id = @authority_id ORDER BY size DESC LIMIT 1 FOR UPDATE;

-- name: ListEventsOf :many
SELECT e.at, e.sequence, e.type, e.actor_role, l.leaf_index FROM event e
JOIN log_leaf l ON l.authority_id = e.authority_id AND l.at = e.at AND l.sequence = e.sequence
WHERE e.authority_id = @authority_id AND e.subject = @subject ORDER BY e.at, e.sequence;

-- name: ListNewLeaves :many
SELECT at, sequence, commitment FROM log_leaf WHERE authority_id = @authority_id AND leaf_index IS NULL ORDER BY at, sequence LIMIT @lim;

-- name: LastEventAt :one
SELECT at FROM event WHERE authority_id = @authority_id ORDER BY at DESC, sequence DESC LIMIT 1;
