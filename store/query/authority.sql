-- name: InsertAuthority :exec
INSERT INTO authority (authority_id, kind, name_kk, name_ru, name_en, joined_on, created_at)
VALUES (@authority_id, @kind, @name_kk, @name_ru, @name_en, @joined_on, @created_at);

-- name: GetAuthority :one
SELECT * FROM authority WHERE authority_id = @authority_id;

-- name: TakeTurn :exec
SELECT 1 FROM authority WHERE authority_id = @authority_id FOR NO KEY UPDATE;

-- name: InsertAuthorityParent :exec
INSERT INTO authority_parent (authority_id, from_day, to_day, parent_id, created_at)
VALUES (@authority_id, @from_day, @to_day, @parent_id, @created_at);

-- name: EndAuthorityParent :exec
UPDATE authority_parent SET to_day = @to_day WHERE authority_id = @authority_id AND to_day IS NULL;

-- name: ListAuthorityParents :many
SELECT * FROM authority_parent WHERE authority_id = @authority_id ORDER BY from_day;

-- name: InsertAuthorityProfile :exec
INSERT INTO authority_profile (authority_id, from_day, profile, sha256, created_at)
VALUES (@authority_id, @from_day, @profile, @sha256, @created_at);

-- name: ListAuthorityProfiles :many
SELECT * FROM authority_profile WHERE authority_id = @authority_id ORDER BY from_day;

-- name: UpsertPopulation :exec
INSERT INTO population (authority_id, territory, birth_year, as_of, children, source, created_at)
VALUES (@authority_id, @territory, @birth_year, @as_of, @children, @source, @created_at)
ON CONFLICT (authority_id, territory, birth_year, as_of) DO UPDATE SET children = excluded.children, source = excluded.source;

-- name: ListPopulation :many
SELECT * FROM population WHERE authority_id = @authority_id ORDER BY territory, birth_year, as_of;
