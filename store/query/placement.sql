-- name: UpdatePlacement :exec
UPDATE placement SET to_day = @to_day, state = @state, end_reason = @end_reason, confirmed = @confirmed
WHERE authority_id = @authority_id AND placement_id = @placement_id;

-- name: GetPlacement :one
SELECT * FROM placement WHERE authority_id = @authority_id AND placement_id = @placement_id FOR UPDATE;

-- name: ListPlannedPlacements :many
SELECT * FROM placement WHERE authority_id = @authority_id AND state = 'planned' AND from_day <= @today;

-- name: ListPlacementsOfKindergarten :many
SELECT * FROM placement WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id AND from_day <= @last_day AND (to_day IS NULL OR to_day >= @first_day) ORDER BY group_id, slot, from_day;

-- name: ListLiveSlots :many
SELECT slot FROM placement WHERE authority_id = @authority_id AND group_id = @group_id AND state <> 'ended' ORDER BY slot;

-- name: ListPlacements :many
SELECT * FROM placement WHERE authority_id = @authority_id ORDER BY from_day, placement_id;

-- name: ListLivePlacements :many
SELECT p.*, c.guardian_id, c.birth_date FROM placement p
JOIN child c ON c.authority_id = p.authority_id AND c.child_id = p.child_id
WHERE p.authority_id = @authority_id AND p.state <> 'ended' ORDER BY p.kindergarten_id, p.group_id, p.slot;

-- name: CountStartedByBirthDate :many
SELECT c.birth_date, count(*) AS children FROM placement p
JOIN child c ON c.authority_id = p.authority_id AND c.child_id = p.child_id
WHERE p.authority_id = @authority_id AND p.state = 'started' GROUP BY c.birth_date ORDER BY c.birth_date;

-- name: FindLivePlacement :one
SELECT * FROM placement WHERE authority_id = @authority_id AND child_id = @child_id AND state <> 'ended';

-- name: ListSlotsOn :many
SELECT group_id, slot FROM placement WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id
  AND from_day <= @day AND (to_day IS NULL OR to_day >= @day);

-- name: ListUnconfirmedPlacements :many
SELECT placement_id FROM placement WHERE authority_id = @authority_id AND NOT confirmed;

-- name: ListLineOrigins :many
SELECT p.placement_id, p.from_day, o.offered_at FROM line l
JOIN placement p ON p.authority_id = l.authority_id AND p.placement_id = l.placement_id
LEFT JOIN offer o ON o.authority_id = p.authority_id AND o.offer_id = p.offer_id
WHERE l.authority_id = @authority_id AND l.month = @month;
