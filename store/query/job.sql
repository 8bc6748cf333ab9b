-- name: ClaimJobs :many
-- The rows are picked once: a subquery of the UPDATE itself may be read again by PostgreSQL, which then takes more than lim.
WITH due AS MATERIALIZED (
  SELECT j.job_id FROM job j WHERE j.authority_id = @authority_id AND j.kind = @kind AND j.state IN ('ready', 'running') AND j.run_at <= @now
  ORDER BY j.run_at, j.job_id LIMIT @lim FOR UPDATE SKIP LOCKED
)
UPDATE job SET state = 'running', attempt = attempt + 1, locked_by = @worker, run_at = @lease_until
WHERE job.authority_id = @authority_id AND job.job_id IN (SELECT due.job_id FROM due)
RETURNING job.job_id, job.kind, job.payload, job.attempt, job.created_at;

-- name: FinishJob :exec
DELETE FROM job WHERE authority_id = @authority_id AND job_id = @job_id;

-- name: RetryJob :exec
UPDATE job SET state = @state, run_at = @run_at, last_error = @last_error WHERE authority_id = @authority_id AND job_id = @job_id AND locked_by = @worker;

-- name: CountJobs :one
SELECT count(*) FROM job WHERE authority_id = @authority_id AND state = @state;

-- name: GetSimulation :one
SELECT * FROM simulation WHERE authority_id = @authority_id;

-- name: InsertSimulation :exec
INSERT INTO simulation (authority_id, seed, children, profile, network_sha256, reached, stage, created_at)
VALUES (@authority_id, @seed, @children, @profile, @network_sha256, @reached, @stage, @created_at);

-- name: UpdateSimulation :exec
UPDATE simulation SET reached = @reached, stage = @stage WHERE authority_id = @authority_id;

-- name: ReclaimJobs :exec
UPDATE job SET state = 'ready', run_at = created_at, locked_by = '' WHERE authority_id = @authority_id AND state = 'running' AND locked_by = @worker;
