-- name: InsertRound :exec
INSERT INTO round (authority_id, round_id, number, kind, on_day, profile, profile_sha256, problem_sha256, outcome_sha256, children, seats, offers, carry, plan_id, created_at)
VALUES (@authority_id, @round_id, @number, @kind, @on_day, @profile, @profile_sha256, @problem_sha256, @outcome_sha256, @children, @seats, @offers, @carry, @plan_id, @created_at);

-- name: NextRoundNumber :one
SELECT CAST(coalesce(max(number), 0) + 1 AS bigint) FROM round WHERE authority_id = @authority_id;

-- name: FindRound :one
SELECT * FROM round WHERE authority_id = @authority_id AND kind = @kind AND on_day = @on_day;

-- name: FindRoundSince :one
SELECT * FROM round WHERE authority_id = @authority_id AND kind = @kind AND on_day >= @since ORDER BY on_day LIMIT 1;

-- name: FindLastRound :one
SELECT * FROM round WHERE authority_id = @authority_id AND kind = @kind ORDER BY on_day DESC LIMIT 1;

-- name: ListRounds :many
SELECT * FROM round WHERE authority_id = @authority_id ORDER BY number DESC LIMIT @lim;

-- name: InsertOffer :exec
INSERT INTO offer (authority_id, offer_id, application_id, child_id, round_id, of_what, source, market, group_id, state, offered_at, delivered_at, answer_by, notice_via, notice_tries, noticed_on, reminded_on, answered_at, contract_by, papers, papers_why, papers_at, extended, annulled_why, created_at)
VALUES (@authority_id, @offer_id, @application_id, @child_id, @round_id, @of_what, @source, @market, @group_id, @state, @offered_at, @delivered_at, @answer_by, @notice_via, @notice_tries, @noticed_on, @reminded_on, @answered_at, @contract_by, @papers, @papers_why, @papers_at, @extended, @annulled_why, @created_at);

-- name: UpdateOffer :exec
UPDATE offer SET state = @state, delivered_at = @delivered_at, answer_by = @answer_by, notice_via = @notice_via,
  notice_tries = @notice_tries, noticed_on = @noticed_on, reminded_on = @reminded_on, answered_at = @answered_at, contract_by = @contract_by, papers = @papers,
  papers_why = @papers_why, papers_at = @papers_at, extended = @extended, annulled_why = @annulled_why
WHERE authority_id = @authority_id AND offer_id = @offer_id;

-- name: GetOffer :one
SELECT * FROM offer WHERE authority_id = @authority_id AND offer_id = @offer_id FOR UPDATE;

-- name: ListOffersIn :many
SELECT * FROM offer WHERE authority_id = @authority_id AND state = @state ORDER BY offered_at, offer_id;

-- name: ListOffersPastAnswer :many
SELECT * FROM offer WHERE authority_id = @authority_id AND state = 'open' AND answer_by < @today;

-- name: ListOffersPastContract :many
-- Papers that are with the kindergarten stop the term.
SELECT * FROM offer WHERE authority_id = @authority_id AND state = 'accepted' AND contract_by < @today AND papers <> 'submitted';

-- name: ListOffersUnanswered :many
SELECT * FROM offer WHERE authority_id = @authority_id AND state = 'accepted' AND papers = 'submitted' ORDER BY papers_at, offer_id;

-- name: ListOffersUntold :many
SELECT * FROM offer WHERE authority_id = @authority_id AND state = 'open' AND delivered_at IS NULL;

-- name: ListOffersToRemind :many
SELECT * FROM offer WHERE authority_id = @authority_id AND state = 'open' AND answer_by BETWEEN @today AND @until
  AND delivered_at IS NOT NULL AND reminded_on IS NULL AND notice_via <> 'public';

-- name: ListOffersPublic :many
SELECT * FROM offer WHERE authority_id = @authority_id AND state = 'open' AND notice_via = 'public';

-- name: SaveOfferReminded :exec
UPDATE offer SET reminded_on = @reminded_on WHERE authority_id = @authority_id AND offer_id = @offer_id;

-- name: SaveOfferMarket :exec
UPDATE offer SET market = @market WHERE authority_id = @authority_id AND offer_id = @offer_id;

-- name: ListOffersOfGroup :many
SELECT * FROM offer WHERE authority_id = @authority_id AND group_id = @group_id AND state IN ('open', 'accepted');

-- name: ListOffersOf :many
SELECT * FROM offer WHERE authority_id = @authority_id AND application_id = @application_id ORDER BY offered_at, offer_id;

-- name: ListOffers :many
SELECT * FROM offer WHERE authority_id = @authority_id ORDER BY offered_at, offer_id;

-- name: CountOpenVoucherOffers :many
SELECT market, count(*) AS held FROM offer WHERE authority_id = @authority_id AND of_what = 'voucher' AND state = 'open' GROUP BY market;

-- name: InsertVoucher :exec
INSERT INTO voucher (authority_id, voucher_id, child_id, application_id, market, state, source, issued_at, activated_on, ended_on, choose_by, chosen_on, created_at)
VALUES (@authority_id, @voucher_id, @child_id, @application_id, @market, @state, @source, @issued_at, @activated_on, @ended_on, @choose_by, @chosen_on, @created_at);

-- name: UpdateVoucher :exec
UPDATE voucher SET state = @state, activated_on = @activated_on, ended_on = @ended_on, choose_by = @choose_by, chosen_on = @chosen_on
WHERE authority_id = @authority_id AND voucher_id = @voucher_id;

-- name: FindLiveVoucher :one
SELECT * FROM voucher WHERE authority_id = @authority_id AND child_id = @child_id AND state IN ('issued', 'activated');

-- name: ListVouchersIn :many
SELECT * FROM voucher WHERE authority_id = @authority_id AND state = @state ORDER BY issued_at, voucher_id;

-- name: ListVouchersIdle :many
-- Chosen, served by no offer, and on no waiting list any more.
SELECT v.* FROM voucher v WHERE v.authority_id = @authority_id AND v.state = 'issued' AND v.chosen_on < @today
  AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.authority_id = v.authority_id AND o.application_id = v.application_id AND o.of_what = 'seat' AND o.state IN ('open', 'accepted'))
  AND NOT EXISTS (SELECT 1 FROM waitlist w WHERE w.authority_id = v.authority_id AND w.application_id = v.application_id AND w.left_on IS NULL);

-- name: SaveVoucherMarket :exec
UPDATE voucher SET market = @market WHERE authority_id = @authority_id AND voucher_id = @voucher_id;

-- name: ListVouchersPastChoice :many
SELECT * FROM voucher WHERE authority_id = @authority_id AND state = 'issued' AND choose_by < @today AND chosen_on IS NULL;

-- name: ListWaitlistOf :many
SELECT application_id FROM waitlist WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id AND left_on IS NULL;

-- name: InsertWaitlist :exec
INSERT INTO waitlist (authority_id, kindergarten_id, application_id, entered_on, left_on, leave_reason, created_at)
VALUES (@authority_id, @kindergarten_id, @application_id, @entered_on, NULL, '', @created_at)
ON CONFLICT (authority_id, kindergarten_id, application_id) DO NOTHING;

-- name: LeaveWaitlist :exec
UPDATE waitlist SET left_on = @left_on, leave_reason = @leave_reason
WHERE authority_id = @authority_id AND kindergarten_id = @kindergarten_id AND application_id = @application_id AND left_on IS NULL;

-- name: LeaveWaitlists :exec
UPDATE waitlist SET left_on = @left_on, leave_reason = @leave_reason
WHERE authority_id = @authority_id AND application_id = @application_id AND left_on IS NULL;

-- name: ListWaitlists :many
SELECT kindergarten_id, application_id, entered_on FROM waitlist WHERE authority_id = @authority_id AND left_on IS NULL ORDER BY kindergarten_id, application_id;

-- name: CountWaitlists :many
SELECT kindergarten_id, count(*) AS waiting FROM waitlist WHERE authority_id = @authority_id AND left_on IS NULL GROUP BY kindergarten_id;

-- name: CountVouchers :many
SELECT state, count(*) AS vouchers FROM voucher WHERE authority_id = @authority_id GROUP BY state ORDER BY state;

-- name: CountUnseatedVouchers :many
SELECT v.market, count(*) AS held FROM voucher v
WHERE v.authority_id = @authority_id AND v.state = 'issued' AND NOT EXISTS (
  SELECT 1 FROM offer o WHERE o.authority_id = v.authority_id AND o.application_id = v.application_id AND o.of_what = 'seat' AND o.state IN ('open', 'accepted'))
GROUP BY v.market;

-- name: ListSeatOffered :many
SELECT application_id FROM offer WHERE authority_id = @authority_id AND of_what = 'seat' AND state IN ('open', 'accepted');

-- name: ListVoucherSpans :many
SELECT child_id, activated_on, ended_on FROM voucher WHERE authority_id = @authority_id AND activated_on IS NOT NULL ORDER BY child_id, activated_on;
