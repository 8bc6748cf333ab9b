-- name: ListRollCallsOfGroup :many
SELECT * FROM roll_call WHERE authority_id = @authority_id AND group_id = @group_id AND day >= @first_day AND day <= @last_day ORDER BY day;

-- name: CountRollCalls :one
-- A sum of subqueries: both planners then look up each group's day, with statistics and without.
SELECT CAST(coalesce(sum((SELECT count(*) FROM roll_call r WHERE r.authority_id = g.authority_id AND r.group_id = g.group_id AND r.day = @day)), 0) AS bigint)
FROM age_group g WHERE g.authority_id = @authority_id AND g.kindergarten_id = @kindergarten_id;

-- name: ListRollCallKindergartens :many
SELECT DISTINCT g.kindergarten_id FROM age_group g WHERE g.authority_id = @authority_id
  AND EXISTS (SELECT 1 FROM roll_call r WHERE r.authority_id = g.authority_id AND r.group_id = g.group_id AND r.day = @day);

-- name: ListSheets :many
SELECT * FROM sheet WHERE authority_id = @authority_id AND month = @month ORDER BY kindergarten_id, group_id;

-- name: CountSheetsOf :one
SELECT count(*) FROM sheet WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id AND month = @month;

-- name: CloseSheets :exec
UPDATE sheet SET state = 'closed' WHERE authority_id = @authority_id AND month = @month AND state = 'signed';

-- name: UpdateLine :exec
UPDATE line SET days = @days, state = @state, answered_at = @answered_at, answered_by = @answered_by, disputed_day = @disputed_day,
  held = @held, funded_from = @funded_from, payable_days = @payable_days, working_days = @working_days, tiyn = @tiyn
WHERE authority_id = @authority_id AND line_id = @line_id;

-- name: GetLine :one
SELECT * FROM line WHERE authority_id = @authority_id AND line_id = @line_id FOR UPDATE;

-- name: ListLinesOfKindergarten :many
SELECT l.*, c.guardian_id FROM line l JOIN child c ON c.authority_id = l.authority_id AND c.child_id = l.child_id
WHERE l.authority_id = @authority_id AND l.kindergarten_id = @kindergarten_id AND l.month = @month ORDER BY l.line_id;

-- name: ListLinesOfMonth :many
SELECT * FROM line WHERE authority_id = @authority_id AND month = @month ORDER BY kindergarten_id, line_id;

-- name: CountLines :many
SELECT state, count(*) AS lines FROM line WHERE authority_id = @authority_id GROUP BY state ORDER BY state;

-- name: GetFamilyLine :one
SELECT l.*, c.guardian_id FROM line l JOIN child c ON c.authority_id = l.authority_id AND c.child_id = l.child_id
WHERE l.authority_id = @authority_id AND l.line_id = @line_id FOR UPDATE;
