-- name: InsertTariff :exec
INSERT INTO tariff (authority_id, group_kind, number, from_day, rate_tiyn, act, created_at)
VALUES (@authority_id, @group_kind, @number, @from_day, @rate_tiyn, @act, @created_at);

-- name: ListTariffs :many
SELECT * FROM tariff WHERE authority_id = @authority_id ORDER BY group_kind, number;

-- name: InsertCycle :exec
INSERT INTO payment_cycle (authority_id, month, state, checker, approver, created_at) VALUES (@authority_id, @month, @state, @checker, @approver, @created_at);

-- name: UpdateCycle :exec
UPDATE payment_cycle SET state = @state, checker = @checker, approver = @approver WHERE authority_id = @authority_id AND month = @month;

-- name: GetCycle :one
SELECT * FROM payment_cycle WHERE authority_id = @authority_id AND month = @month FOR UPDATE;

-- name: ListCycles :many
SELECT * FROM payment_cycle WHERE authority_id = @authority_id ORDER BY month;

-- name: InsertClaim :exec
INSERT INTO claim (authority_id, claim_id, kindergarten_id, month, cycle, kind, state, line_count, tiyn, created_at)
VALUES (@authority_id, @claim_id, @kindergarten_id, @month, @cycle, @kind, @state, @line_count, @tiyn, @created_at);

-- name: UpdateClaim :exec
UPDATE claim SET state = @state WHERE authority_id = @authority_id AND claim_id = @claim_id;

-- name: GetClaim :one
SELECT * FROM claim WHERE authority_id = @authority_id AND claim_id = @claim_id;

-- name: ListClaimsOfCycle :many
SELECT * FROM claim WHERE authority_id = @authority_id AND cycle = @cycle ORDER BY kindergarten_id, month, kind;

-- name: InsertPayment :exec
INSERT INTO payment (authority_id, payment_id, claim_id, kindergarten_id, month, kind, state, tiyn, drafted_by, approved_by, file_id, settled_on, created_at)
VALUES (@authority_id, @payment_id, @claim_id, @kindergarten_id, @month, @kind, @state, @tiyn, @drafted_by, @approved_by, @file_id, @settled_on, @created_at);

-- name: UpdatePayment :exec
UPDATE payment SET state = @state, approved_by = @approved_by, file_id = @file_id, settled_on = @settled_on
WHERE authority_id = @authority_id AND payment_id = @payment_id;

-- name: GetPayment :one
SELECT * FROM payment WHERE authority_id = @authority_id AND payment_id = @payment_id FOR UPDATE;

-- name: ListPaymentsOfCycle :many
SELECT p.* FROM payment p JOIN claim c ON c.authority_id = p.authority_id AND c.claim_id = p.claim_id
WHERE p.authority_id = @authority_id AND c.cycle = @cycle ORDER BY p.kindergarten_id, p.month, p.kind;

-- name: ListPayments :many
SELECT * FROM payment WHERE authority_id = @authority_id ORDER BY month, kindergarten_id, kind;

-- name: InsertBankFile :exec
INSERT INTO bank_file (authority_id, file_id, cycle, message, xml, sha256, payments, tiyn, created_at)
VALUES (@authority_id, @file_id, @cycle, @message, @xml, @sha256, @payments, @tiyn, @created_at);

-- name: ListBankFiles :many
SELECT * FROM bank_file WHERE authority_id = @authority_id ORDER BY cycle, message;

-- name: InsertPosting :exec
INSERT INTO ledger_posting (authority_id, posting_id, kind, ref, kindergarten_id, month, sealed, created_at)
VALUES (@authority_id, @posting_id, @kind, @ref, @kindergarten_id, @month, false, @created_at);

-- name: InsertLedgerEntry :exec
INSERT INTO ledger_entry (authority_id, posting_id, number, account, tiyn, created_at)
VALUES (@authority_id, @posting_id, @number, @account, @tiyn, @created_at);

-- name: SealPosting :exec
UPDATE ledger_posting SET sealed = true WHERE authority_id = @authority_id AND posting_id = @posting_id;
