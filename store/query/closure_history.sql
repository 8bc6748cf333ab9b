-- name: ListSeatClosuresDuring :many
SELECT * FROM seat_closure
WHERE authority_id = @authority_id AND from_day <= @last_day AND (ended_on IS NULL OR ended_on >= @first_day);
