-- name: InsertProvider :exec
INSERT INTO provider (authority_id, provider_id, bin, name, iban, generated, created_at)
VALUES (@authority_id, @provider_id, @bin, @name, @iban, @generated, @created_at);

-- name: ListProviders :many
SELECT * FROM provider WHERE authority_id = @authority_id ORDER BY provider_id;

-- name: InsertKindergarten :exec
INSERT INTO kindergarten (authority_id, kindergarten_id, code, provider_id, name, name_folded, former_names, ownership, kind, group_count, places, places_source, opened, state_order, district, settlement, lat, lon, languages, regime, ref, generated, created_at)
VALUES (@authority_id, @kindergarten_id, @code, @provider_id, @name, @name_folded, @former_names, @ownership, @kind, @group_count, @places, @places_source, @opened, @state_order, @district, @settlement, @lat, @lon, @languages, @regime, @ref, @generated, @created_at);

-- name: UpdateKindergarten :exec
UPDATE kindergarten SET name = @name, name_folded = @name_folded, former_names = @former_names, ownership = @ownership, kind = @kind,
  places_source = @places_source, opened = @opened, state_order = @state_order, district = @district, settlement = @settlement, lat = @lat, lon = @lon,
  languages = @languages, regime = @regime, ref = @ref, generated = @generated
WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id;

-- name: ListKindergartens :many
SELECT * FROM kindergarten WHERE authority_id = @authority_id ORDER BY code;

-- name: GetKindergartenByCode :one
SELECT * FROM kindergarten WHERE authority_id = @authority_id AND code = @code;

-- name: SearchKindergartens :many
SELECT * FROM kindergarten WHERE authority_id = @authority_id AND name_folded LIKE @pattern ORDER BY name COLLATE "kk-x-icu", code;

-- name: InsertGroup :exec
INSERT INTO age_group (authority_id, group_id, kindergarten_id, number, age, birth_year, language, kind, seats, closed, close_reason, placed, offered, generated, created_at)
VALUES (@authority_id, @group_id, @kindergarten_id, @number, @age, @birth_year, @language, @kind, @seats, @closed, @close_reason, @placed, @offered, @generated, @created_at);

-- name: UpdateGroup :exec
UPDATE age_group SET age = @age, birth_year = @birth_year, language = @language, closed = @closed, close_reason = @close_reason
WHERE authority_id = @authority_id AND group_id = @group_id;

-- name: CountGroupSeats :exec
UPDATE age_group SET placed = placed + CAST(@placed AS bigint), offered = offered + CAST(@offered AS bigint)
WHERE authority_id = @authority_id AND group_id = @group_id;

-- name: GetGroup :one
SELECT * FROM age_group WHERE authority_id = @authority_id AND group_id = @group_id FOR UPDATE;

-- name: ListGroups :many
SELECT * FROM age_group WHERE authority_id = @authority_id ORDER BY kindergarten_id, number;

-- name: ListGroupsOf :many
SELECT * FROM age_group WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id ORDER BY number;

-- name: UpdateKindergartenCapacity :exec
UPDATE kindergarten SET name = @name, name_folded = @name_folded, former_names = @former_names, kind = @kind, group_count = @group_count,
  places = @places, closed_on = @closed_on
WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id;

-- name: GetKindergarten :one
SELECT * FROM kindergarten WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id FOR UPDATE;

-- name: ListKindergartensClosed :many
SELECT kindergarten_id FROM kindergarten WHERE authority_id = @authority_id AND closed_on IS NOT NULL;

-- name: UpdateGroupCapacity :exec
UPDATE age_group SET seats = @seats, kind = @kind WHERE authority_id = @authority_id AND group_id = @group_id;
