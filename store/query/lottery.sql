-- name: InsertLotterySeed :exec
INSERT INTO lottery_seed (authority_id, on_day, seed, source, published_by, created_at)
VALUES (@authority_id, @on_day, @seed, @source, @published_by, @created_at);

-- name: ListLotterySeeds :many
SELECT * FROM lottery_seed WHERE authority_id = @authority_id ORDER BY on_day;

-- name: FindLastLotterySeed :one
SELECT * FROM lottery_seed WHERE authority_id = @authority_id ORDER BY on_day DESC LIMIT 1;
