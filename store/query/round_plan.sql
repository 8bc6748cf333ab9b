-- name: InsertRoundPlan :exec
INSERT INTO round_plan (authority_id, plan_id, kind, on_day, state, profile_sha256, problem_sha256, outcome_sha256, children, seats, offers, drafted_by, decided_by, reason, created_at)
VALUES (@authority_id, @plan_id, @kind, @on_day, @state, @profile_sha256, @problem_sha256, @outcome_sha256, @children, @seats, @offers, @drafted_by, @decided_by, @reason, @created_at);

-- name: UpdateRoundPlan :exec
UPDATE round_plan SET state = @state, decided_by = @decided_by, reason = @reason WHERE authority_id = @authority_id AND plan_id = @plan_id;

-- name: GetRoundPlan :one
SELECT * FROM round_plan WHERE authority_id = @authority_id AND plan_id = @plan_id FOR UPDATE;

-- name: ListRoundPlansDrafted :many
SELECT * FROM round_plan WHERE authority_id = @authority_id AND state = 'drafted';

-- name: ListRoundPlans :many
SELECT * FROM round_plan WHERE authority_id = @authority_id ORDER BY created_at DESC, plan_id LIMIT @lim;
