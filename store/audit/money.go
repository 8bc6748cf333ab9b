package audit

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
)

// paymentEqualsLines: what a child's lines at a kindergarten were posted in a month is what the claims say, a claim is the
// sum of its lines, a payment order is its claim, and only a confirmed line that nothing holds is paid.
func paymentEqualsLines(a *auditor) (string, error) {
	if offence, err := a.first(paymentRules); offence != "" || err != nil {
		return offence, err
	}
	lines := map[string]month{}
	open := map[month]int64{} // posted to lines less what the claims say
	_, err := a.stream(`SELECT line_id, child_id, kindergarten_id, month, tiyn FROM line WHERE authority_id = $1 ORDER BY line_id`, func(rows *sql.Rows) (string, error) {
		var id string
		var m month
		var tiyn int64
		err := rows.Scan(&id, &m.child, &m.kindergarten, &m.month, &tiyn)
		lines[id] = m
		open[m] += tiyn
		return "", err
	})
	if err != nil {
		return "", err
	}
	_, err = a.stream(`SELECT line_id, tiyn FROM claim_line WHERE authority_id = $1 ORDER BY claim_id, line_id`, func(rows *sql.Rows) (string, error) {
		var id string
		var tiyn int64
		err := rows.Scan(&id, &tiyn)
		open[lines[id]] -= tiyn
		return "", err
	})
	var offence string
	for m, tiyn := range open {
		if tiyn == 0 {
			continue
		}
		text := fmt.Sprintf("child %s at kindergarten %s in %s: posted %d tiyn more than claimed", m.child, m.kindergarten, m.month, tiyn)
		if offence == "" || text < offence {
			offence = text
		}
	}
	return offence, err
}

// month is a child's month at a kindergarten.
type month struct{ child, kindergarten, month string }

var paymentRules = []rule{
	{"money is posted for it though it is not confirmed or is held", `
SELECT 'line ' || line_id AS id FROM line WHERE authority_id = $1 AND tiyn <> 0 AND (state <> 'confirmed' OR held <> '')`},
	{"its claim is of another kindergarten or month", `
SELECT 'line ' || l.line_id AS id FROM claim_line x
JOIN claim c ON c.authority_id = x.authority_id AND c.claim_id = x.claim_id
JOIN line l ON l.authority_id = x.authority_id AND l.line_id = x.line_id
WHERE x.authority_id = $1 AND (c.kindergarten_id <> l.kindergarten_id OR c.month <> l.month)`},
	{"it is not the sum of its lines", `
SELECT 'claim ' || c.claim_id AS id FROM claim c LEFT JOIN (
  SELECT claim_id, sum(tiyn) AS total FROM claim_line WHERE authority_id = $1 GROUP BY claim_id
) x ON x.claim_id = c.claim_id WHERE c.authority_id = $1 AND c.tiyn <> coalesce(x.total, 0)`},
	{"it is not its claim", `
SELECT 'payment ' || p.payment_id AS id FROM payment p
LEFT JOIN claim c ON c.authority_id = p.authority_id AND c.claim_id = p.claim_id
WHERE p.authority_id = $1 AND (c.claim_id IS NULL OR p.tiyn <> c.tiyn OR p.kindergarten_id <> c.kindergarten_id OR p.month <> c.month OR p.kind <> c.kind)`},
	{"it is approved and has not exactly one payment order", `
SELECT 'claim ' || c.claim_id AS id FROM claim c LEFT JOIN (
  SELECT claim_id, count(*) AS n FROM payment WHERE authority_id = $1 GROUP BY claim_id
) p ON p.claim_id = c.claim_id WHERE c.authority_id = $1 AND c.tiyn > 0 AND c.state IN ('approved', 'paid') AND coalesce(p.n, 0) <> 1`},
}

// ledgerZero: every posting is sealed and sums to zero, every claim and every settled payment order is posted with its
// amount, and nothing else is.
func ledgerZero(a *auditor) (string, error) { return a.first(ledgerRules) }

// entries sums the entries of each posting by account.
const entries = `(SELECT posting_id, sum(tiyn) AS total,
  sum(CASE WHEN account = 'expense' THEN tiyn ELSE 0 END) AS expense,
  sum(CASE WHEN account = 'payable' THEN tiyn ELSE 0 END) AS payable,
  sum(CASE WHEN account = 'bank' THEN tiyn ELSE 0 END) AS bank
  FROM ledger_entry WHERE authority_id = $1 GROUP BY posting_id)`

var ledgerRules = []rule{
	{"it is not sealed", `
SELECT 'posting ' || posting_id AS id FROM ledger_posting WHERE authority_id = $1 AND NOT sealed`},
	{"its entries do not sum to zero", `
SELECT 'posting ' || p.posting_id AS id FROM ledger_posting p LEFT JOIN ` + entries + ` e ON e.posting_id = p.posting_id
WHERE p.authority_id = $1 AND (e.total IS NULL OR e.total <> 0)`},
	{"it is not posted with its amount", `
SELECT 'claim ' || c.claim_id AS id FROM claim c
LEFT JOIN ledger_posting p ON p.authority_id = c.authority_id AND p.kind = c.kind AND p.ref = c.claim_id
LEFT JOIN ` + entries + ` e ON e.posting_id = p.posting_id
WHERE c.authority_id = $1 AND (e.posting_id IS NULL OR e.expense <> c.tiyn OR e.payable <> -c.tiyn OR p.kindergarten_id <> c.kindergarten_id OR p.month <> c.month)`},
	{"it is settled and not posted with its amount", `
SELECT 'payment ' || y.payment_id AS id FROM payment y
LEFT JOIN ledger_posting p ON p.authority_id = y.authority_id AND p.kind = 'settlement' AND p.ref = y.payment_id
LEFT JOIN ` + entries + ` e ON e.posting_id = p.posting_id
WHERE y.authority_id = $1 AND y.state = 'settled' AND (e.posting_id IS NULL OR e.payable <> y.tiyn OR e.bank <> -y.tiyn)`},
	{"it stands for no claim and no settled payment order", `
SELECT 'posting ' || p.posting_id AS id FROM ledger_posting p
LEFT JOIN claim c ON c.authority_id = p.authority_id AND c.claim_id = p.ref AND c.kind = p.kind
LEFT JOIN payment y ON y.authority_id = p.authority_id AND y.payment_id = p.ref AND y.state = 'settled' AND p.kind = 'settlement'
WHERE p.authority_id = $1 AND c.claim_id IS NULL AND y.payment_id IS NULL`},
}

// fourEyes: who checks a cycle does not approve it, and who drafts a payment order does not approve that.
func fourEyes(a *auditor) (string, error) {
	return a.first([]rule{
		{"one person checked and approved it, or nobody did", `
SELECT 'cycle ' || month AS id FROM payment_cycle WHERE authority_id = $1
AND (approver <> '' AND approver = checker
  OR checker = '' AND state NOT IN ('opened', 'sheets_signed', 'answered', 'calculated')
  OR approver = '' AND state NOT IN ('opened', 'sheets_signed', 'answered', 'calculated', 'checked'))`},
		{"one person drafted and approved it, or nobody did", `
SELECT 'payment ' || payment_id AS id FROM payment WHERE authority_id = $1
AND (drafted_by = '' OR approved_by = drafted_by OR (approved_by = '') <> (state = 'drafted'))`},
	})
}

// bankFiles: a file holds its payment orders, no more and no fewer, and its hash is that of its text.
func bankFiles(a *auditor) (string, error) {
	offence, err := a.first([]rule{
		{"its count or sum is not that of its payment orders", `
SELECT 'file ' || f.file_id AS id FROM bank_file f LEFT JOIN (
  SELECT file_id, count(*) AS n, sum(tiyn) AS total FROM payment WHERE authority_id = $1 AND file_id IS NOT NULL GROUP BY file_id
) p ON p.file_id = f.file_id WHERE f.authority_id = $1 AND (f.payments <> coalesce(p.n, 0) OR f.tiyn <> coalesce(p.total, 0))`},
		{"it is in no file and was sent, or in a file and was not", `
SELECT 'payment ' || payment_id AS id FROM payment WHERE authority_id = $1
AND (file_id IS NOT NULL) <> (state IN ('sent', 'settled', 'rejected'))`},
	})
	if offence != "" || err != nil {
		return offence, err
	}
	return a.stream(`SELECT file_id, xml, sha256 FROM bank_file WHERE authority_id = $1 ORDER BY file_id`, func(rows *sql.Rows) (string, error) {
		var id, text, hash string
		err := rows.Scan(&id, &text, &hash)
		if sum := sha256.Sum256([]byte(text)); err == nil && hex.EncodeToString(sum[:]) != hash {
			return "file " + id + ": its hash is not that of its text", nil
		}
		return "", err
	})
}
