-- name: GetChild :one
SELECT * FROM child WHERE authority_id = @authority_id AND child_id = @child_id;

-- name: GetChildByIIN :one
SELECT * FROM child WHERE authority_id = @authority_id AND iin = @iin;

-- name: GetGuardianByIIN :one
SELECT * FROM guardian WHERE authority_id = @authority_id AND iin = @iin;

-- name: GetLivePlacement :one
SELECT * FROM live_placement WHERE child_iin = @child_iin;

-- name: DeleteLivePlacement :exec
DELETE FROM live_placement WHERE live_placement.authority_id = @authority_id AND child_iin IN (SELECT c.iin FROM child c WHERE c.authority_id = @authority_id AND c.child_id = @child_id);
