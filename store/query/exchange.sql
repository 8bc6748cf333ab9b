-- name: InsertExchange :exec
INSERT INTO exchange (authority_id, exchange_id, placement_a, placement_b, guardian_a, guardian_b, state, proposed_at, agreed_at, carried_out_on, reason, created_at)
VALUES (@authority_id, @exchange_id, @placement_a, @placement_b, @guardian_a, @guardian_b, @state, @proposed_at, @agreed_at, @carried_out_on, @reason, @created_at);

-- name: UpdateExchange :exec
UPDATE exchange SET state = @state, agreed_at = @agreed_at, carried_out_on = @carried_out_on, reason = @reason
WHERE authority_id = @authority_id AND exchange_id = @exchange_id;

-- name: GetExchange :one
SELECT * FROM exchange WHERE authority_id = @authority_id AND exchange_id = @exchange_id FOR UPDATE;

-- name: ListExchangesIn :many
SELECT * FROM exchange WHERE authority_id = @authority_id AND state = @state;

-- name: ListLiveExchangesOf :many
SELECT * FROM exchange WHERE authority_id = @authority_id AND (placement_a = @placement_id OR placement_b = @placement_id)
  AND state IN ('proposed', 'agreed') ORDER BY proposed_at, exchange_id;
