package audit_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/kit"
)

// spoils breaks one thing in a true city, and says which check must see it, and by which offender. Where the database itself
// refuses, its constraints and triggers are gone.
var spoils = []struct{ check, offender, sql string }{
	{"capacity", "group g1", `UPDATE age_group SET placed = placed - 1 WHERE group_id = 'g1' AND authority_id = 'krg'`},
	{"capacity", "group g3", `UPDATE age_group SET offered = offered + 1 WHERE group_id = 'g3'`},
	{"capacity", "group g1", `UPDATE age_group SET closed = closed + 1 WHERE group_id = 'g1'`},
	{"capacity", "placement o1", `UPDATE placement SET kindergarten_id = 'k2' WHERE placement_id = 'o1'`},
	{"capacity", "group g1: 3 children on 2026-02-11", `UPDATE placement SET to_day = '2026-02-11' WHERE placement_id = 'o2'`},

	{"child_once", "placement pof2: child c2", `UPDATE placement SET to_day = '2026-02-12' WHERE placement_id = 'o2'; UPDATE placement SET from_day = '2026-02-13' WHERE placement_id = 'pch7'`},
	{"child_once", "placement o5", `DELETE FROM live_placement WHERE placement_id = 'o5'`},
	{"child_once", "placement o5", `UPDATE live_placement SET child_iin = 'another' WHERE placement_id = 'o5'`},
	{"child_once", "placement o2", `INSERT INTO live_placement (child_iin, authority_id, placement_id, created_at) VALUES ('another', 'krg', 'o2', '2026-01-01T00:00:00.000000Z')`},

	{"offers_in_order", "offer of4", `UPDATE offer SET round_id = 'none' WHERE offer_id = 'of4'`},
	{"offers_in_order", "offer of4", `UPDATE offer SET source = 'waitlist' WHERE offer_id = 'of4'`},
	{"offers_in_order", "round r1", `UPDATE round SET offers = 7 WHERE round_id = 'r1'`},
	{"offers_in_order", "offer of4", `UPDATE offer SET child_id = 'c8' WHERE offer_id = 'of4'`},
	{"offers_in_order", "offer of4", `UPDATE application SET state = 'queued' WHERE application_id = 'a4'`},
	{"offers_in_order", "application a8", `UPDATE application SET state = 'offered' WHERE application_id = 'a8'`},
	{"offers_in_order", "application a8", `UPDATE application SET state = 'placed' WHERE application_id = 'a8'`},
	{"offers_in_order", "offer of4", `UPDATE offer SET answered_at = offered_at WHERE offer_id = 'of4'`},
	{"offers_in_order", "offer of3", `UPDATE offer SET answered_at = NULL WHERE offer_id = 'of3'`},
	{"offers_in_order", "offer of8", `UPDATE offer SET state = 'fulfilled' WHERE offer_id = 'of8'`},
	{"offers_in_order", "offer of7", `DELETE FROM voucher WHERE voucher_id = 'vof7'`},
	{"offers_in_order", "placement pof3", `UPDATE offer SET state = 'declined' WHERE offer_id = 'of3'`},
	{"offers_in_order", "placement o1", `UPDATE placement SET source = 'round' WHERE placement_id = 'o1'`},

	{"answers", "line j1", `UPDATE line SET answered_by = '' WHERE line_id = 'j1'`},
	{"answers", "line j1", `UPDATE line SET answered_at = NULL WHERE line_id = 'j1'`},
	{"answers", "line f3", `UPDATE line SET state = 'silent' WHERE line_id = 'f3'`},
	{"answers", "line f3", `UPDATE line SET state = 'disputed', disputed_day = '2026-03-01' WHERE line_id = 'f3'`},

	{"line_amounts", "line j1: 3802801 tiyn posted, 22 of 23 days", `UPDATE line SET days = 'U' || substr(days, 2) WHERE line_id = 'j1'`},
	{"line_amounts", "line f1", `UPDATE tariff SET rate_tiyn = rate_tiyn + 22 WHERE number = 2`},
	{"line_amounts", "line j1", `UPDATE tariff SET created_at = '2026-01-01T00:00:00.000000Z' WHERE number = 2`},
	{"line_amounts", "line j1: its days", `UPDATE line SET days = days || '.' WHERE line_id = 'j1'`},
	{"line_amounts", "line j1: its days", `UPDATE line SET days = 'X' || substr(days, 2) WHERE line_id = 'j1'`},
	{"line_amounts", "line j1: 23 of 23 days counted, it shows 3", `UPDATE line SET payable_days = 3 WHERE line_id = 'j1'`},
	{"line_amounts", "line j3: it was confirmed before", `UPDATE line SET held = '' WHERE line_id = 'j3'`},
	{"line_amounts", "line j1: its sheet", `UPDATE line SET placement_id = 'o5' WHERE line_id = 'j1'`},
	{"line_amounts", "sheet sg12026-01", `UPDATE sheet SET line_count = 3 WHERE sheet_id = 'sg12026-01'`},

	{"payment_equals_lines", "claim k1-2026-01-claim", `UPDATE claim_line SET tiyn = tiyn + 1 WHERE line_id = 'j1'`},
	{"payment_equals_lines", "child c1 at kindergarten k1 in 2026-01", `UPDATE claim_line SET tiyn = tiyn + CASE line_id WHEN 'j1' THEN 1 ELSE -1 END WHERE line_id IN ('j1', 'j2')`},
	{"payment_equals_lines", "line j9", `UPDATE line SET held = 'two_groups' WHERE line_id = 'j9'`},
	{"payment_equals_lines", "line j9", `UPDATE line SET state = 'silent', answered_by = '', answered_at = NULL WHERE line_id = 'j9'`},
	{"payment_equals_lines", "line f5", `UPDATE claim_line SET claim_id = 'k2-2026-01-adjustment' WHERE line_id = 'f5'`},
	{"payment_equals_lines", "payment pay-k2", `UPDATE payment SET month = '2026-02' WHERE payment_id = 'pay-k2'`},
	{"payment_equals_lines", "claim k2-2026-02-claim", `UPDATE claim SET state = 'approved' WHERE claim_id = 'k2-2026-02-claim'`},

	{"ledger_zero", "posting", `UPDATE ledger_entry SET tiyn = tiyn + 1 WHERE account = 'bank'`},
	{"ledger_zero", "posting", `DELETE FROM ledger_entry WHERE account = 'expense'`},
	{"ledger_zero", "posting", `UPDATE ledger_posting SET sealed = false WHERE kind = 'settlement'`},
	{"ledger_zero", "claim k2-2026-01-claim", `UPDATE ledger_entry SET tiyn = 2 * tiyn WHERE posting_id = (SELECT posting_id FROM ledger_posting WHERE ref = 'k2-2026-01-claim')`},
	{"ledger_zero", "claim k2-2026-01-claim", `DELETE FROM ledger_posting WHERE ref = 'k2-2026-01-claim'`},
	{"ledger_zero", "payment pay-k1", `DELETE FROM ledger_posting WHERE ref = 'pay-k1'`},
	{"ledger_zero", "posting", `UPDATE payment SET state = 'sent' WHERE payment_id = 'pay-k1'`},

	{"four_eyes", "cycle 2026-01", `UPDATE payment_cycle SET checker = approver WHERE month = '2026-01'`},
	{"four_eyes", "cycle 2026-01", `UPDATE payment_cycle SET approver = '' WHERE month = '2026-01'`},
	{"four_eyes", "payment pay-k1", `UPDATE payment SET drafted_by = approved_by WHERE payment_id = 'pay-k1'`},
	{"four_eyes", "payment pay-k2", `UPDATE payment SET approved_by = '' WHERE payment_id = 'pay-k2'`},

	{"bank_files", "file file1", `UPDATE bank_file SET xml = xml || ' '`},
	{"bank_files", "file file1", `UPDATE bank_file SET sha256 = upper(sha256)`},
	{"bank_files", "file file1", `UPDATE bank_file SET payments = payments + 1`},
	{"bank_files", "file file1", `UPDATE bank_file SET tiyn = tiyn - 1`},
	{"bank_files", "file file1", `UPDATE payment SET file_id = NULL, state = 'approved' WHERE payment_id = 'pay-k2'`},

	{"log_root", "leaf", `UPDATE log_leaf SET leaf_index = leaf_index + 1000 WHERE leaf_index >= 50`},
	{"log_root", "checkpoint", `UPDATE log_leaf SET leaf_index = CASE leaf_index WHEN 7 THEN 8 ELSE 7 END WHERE leaf_index IN (7, 8)`},
	{"log_root", "checkpoint", `UPDATE log_checkpoint SET root = (SELECT min(root) FROM log_checkpoint)`},
	{"log_root", "checkpoint", `UPDATE log_checkpoint SET text = replace(text, root, (SELECT min(root) FROM log_checkpoint))`},
	{"log_root", "leaf", `DELETE FROM log_checkpoint WHERE size = (SELECT max(size) FROM log_checkpoint)`},
	{"log_root", "tile tile/0/001", `UPDATE log_tile SET width = width - 1 WHERE path = 'tile/0/001'`},
	{"log_root", "tile tile/entries/000", `UPDATE log_tile SET data = (SELECT data FROM log_tile WHERE path = 'tile/0/000') WHERE path = 'tile/entries/000'`},
	{"log_root", "tile tile/1/000", `DELETE FROM log_tile WHERE path = 'tile/1/000'`},
	{"log_root", "checkpoint", `UPDATE event SET payload = NULL, nonce = NULL WHERE at = (SELECT at FROM log_leaf WHERE leaf_index = 40); UPDATE log_leaf SET commitment = (SELECT commitment FROM log_leaf WHERE leaf_index = 3) WHERE leaf_index = 40`},

	{"event_leaf", "event", `UPDATE event SET payload = replace(payload, 'birth_year=7', 'birth_year=8') WHERE type = 'population.imported'`},
	{"event_leaf", "event", `UPDATE event SET subject = 'village' WHERE type = 'population.imported'`},
	{"event_leaf", "event", `UPDATE event SET actor_id = 'key-2' WHERE type = 'offer.declined'`},
	{"event_leaf", "event", `UPDATE event SET nonce = NULL WHERE type = 'offer.declined'`},
	{"event_leaf", "event", `UPDATE event SET nonce = '?' WHERE type = 'offer.declined'`},
	{"event_leaf", "leaf", `DELETE FROM event WHERE type = 'offer.declined'`},
	{"event_leaf", "event", `DELETE FROM log_leaf WHERE leaf_index IS NULL`},
}

func TestEachSpoiledRowFailsItsCheck(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		for i, s := range spoils {
			t.Run(fmt.Sprint(s.check, i), func(t *testing.T) {
				t.Parallel()
				dsn := prepared(t, engine)
				spoil(t, engine, dsn, s.sql)
				failed := run(t, dsn)
				if len(failed) != 1 || !strings.HasPrefix(failed[s.check], s.offender) {
					t.Errorf("after %s\nfailed %q, want %s alone, by %q", s.sql, failed, s.check, s.offender)
				}
			})
		}
	})
}

// TestEveryCheckIsSpoiled sees that no check is without a row that fails it.
func TestEveryCheckIsSpoiled(t *testing.T) {
	t.Parallel()
	spoiled := map[string]bool{}
	for _, s := range spoils {
		spoiled[s.check] = true
	}
	for _, name := range names(t, prepared(t, kit.SQLite)) {
		if !spoiled[name] {
			t.Errorf("nothing spoils %s", name)
		}
	}
}

// spoil runs statements with constraints and triggers gone, and sees that each of them changed something.
func spoil(t *testing.T, engine kit.Engine, dsn, statements string) {
	t.Helper()
	db := unguarded(t, engine, dsn)
	defer db.Close()
	for statement := range strings.SplitSeq(statements, "; ") {
		done, err := db.Exec(statement)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		if n, err := done.RowsAffected(); n == 0 || err != nil {
			t.Fatalf("%s changed nothing: %v", statement, err)
		}
	}
}

func unguarded(t *testing.T, engine kit.Engine, dsn string) *sql.DB {
	t.Helper()
	driver, source := "pgx", dsn+"&session_replication_role=replica" // no triggers, no foreign keys
	list := `SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname) FROM pg_constraint
WHERE contype IN ('c', 'u') AND connamespace = 'public'::regnamespace
UNION ALL SELECT 'DROP INDEX ' || i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)`
	if engine == kit.SQLite {
		file := strings.TrimPrefix(dsn, "sqlite:")
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(10000)&_pragma=ignore_check_constraints(1)&_pragma=foreign_keys(0)"
		list = `SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema WHERE type = 'trigger' OR type = 'index' AND sql LIKE 'CREATE UNIQUE%'`
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(list)
	if err != nil {
		t.Fatal(err)
	}
	var drops []string
	for rows.Next() {
		var drop string
		if err := rows.Scan(&drop); err != nil {
			t.Fatal(err)
		}
		drops = append(drops, drop)
	}
	if err := rows.Err(); err != nil || len(drops) < 5 {
		t.Fatalf("%d guards, %v", len(drops), err)
	}
	for _, drop := range drops {
		if _, err := db.Exec(drop); err != nil {
			t.Fatalf("%s: %v", drop, err)
		}
	}
	return db
}
