-- name: SaveQueueRefresh :exec
INSERT INTO queue_refresh (authority_id, on_day, announced_on, carried_out_on, moved, created_at)
VALUES (@authority_id, @on_day, @announced_on, @carried_out_on, @moved, @created_at)
ON CONFLICT (authority_id, on_day) DO UPDATE SET announced_on = excluded.announced_on, carried_out_on = excluded.carried_out_on, moved = excluded.moved;

-- name: FindQueueRefresh :one
SELECT * FROM queue_refresh WHERE authority_id = @authority_id AND on_day = @on_day;
