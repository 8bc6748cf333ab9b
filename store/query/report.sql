-- name: CountOfferAnswers :many
SELECT state, count(*) AS offers, count(answered_at) AS answered FROM offer WHERE authority_id = @authority_id GROUP BY state ORDER BY state;

-- name: CountPlacementSources :many
SELECT source, count(*) AS placements FROM placement WHERE authority_id = @authority_id GROUP BY source ORDER BY source;

-- name: CountApplicationStates :many
SELECT state, count(*) AS applications FROM application WHERE authority_id = @authority_id GROUP BY state ORDER BY state;

-- name: CountVoucherSources :many
SELECT source, count(*) AS vouchers FROM voucher WHERE authority_id = @authority_id GROUP BY source ORDER BY source;

-- name: CountChildren :one
SELECT count(*) FROM child WHERE authority_id = @authority_id;

-- name: CountSheets :one
SELECT count(*) FROM sheet WHERE authority_id = @authority_id;

-- name: CountClaims :one
SELECT count(*) FROM claim WHERE authority_id = @authority_id;

-- name: SumPayments :many
SELECT state, count(*) AS payments, CAST(sum(tiyn) AS bigint) AS tiyn FROM payment WHERE authority_id = @authority_id GROUP BY state ORDER BY state;

-- name: ListLinesAll :many
SELECT * FROM line WHERE authority_id = @authority_id ORDER BY month, kindergarten_id, line_id;

-- name: ListReceiptEvents :many
SELECT e.at, e.sequence, e.type, e.subject, e.payload, e.nonce, l.leaf_index FROM event e
JOIN log_leaf l ON l.authority_id = e.authority_id AND l.at = e.at AND l.sequence = e.sequence
WHERE e.authority_id = @authority_id AND e.type IN ('application.submitted', 'offer.accepted') AND l.leaf_index IS NOT NULL ORDER BY l.leaf_index;
