package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// logRoot: the integrated leaves are numbered without gaps, the tree over them is the one that every checkpoint names, and the
// stored tiles and entry bundles are those of the tree. Leaves that wait for their number belong to no tree yet.
func logRoot(a *auditor) (string, error) {
	points, err := a.checkpoints()
	if err != nil {
		return "", err
	}
	var t tree
	offence, err := a.stream(`SELECT leaf_index, commitment FROM log_leaf WHERE authority_id = $1 AND leaf_index IS NOT NULL ORDER BY leaf_index`,
		func(rows *sql.Rows) (string, error) {
			var index int64
			var text string
			if err := rows.Scan(&index, &text); err != nil {
				return "", err
			}
			commitment, err := base64.StdEncoding.DecodeString(text)
			if err != nil || len(commitment) != sha256.Size || index != t.size {
				return fmt.Sprintf("leaf %d: it is no commitment, or not the leaf number %d that is due", index, t.size), nil
			}
			t.add(commitment)
			if len(points) > 0 && points[0].size == t.size {
				offence := points[0].offence(&t)
				points = points[1:]
				return offence, nil
			}
			return "", nil
		})
	if offence != "" || err != nil {
		return offence, err
	}
	if len(points) > 0 {
		return fmt.Sprintf("checkpoint %d: the log has %d leaves", points[0].size, t.size), nil
	}
	if offence, err := a.headless(t.size); offence != "" || err != nil {
		return offence, err
	}
	t.finish()
	return a.tiles(&t)
}

type checkpoint struct {
	size       int64
	root, text string
}

// offence compares the row and the signed text with the tree of that size.
func (c checkpoint) offence(t *tree) string {
	root := t.root()
	want := base64.StdEncoding.EncodeToString(root[:])
	lines := strings.SplitN(c.text, "\n", 4) // origin, size, root, the rest
	if c.root != want || len(lines) < 4 || lines[1] != strconv.FormatInt(c.size, 10) || lines[2] != want {
		return fmt.Sprintf("checkpoint %d: the leaves come to the root %s", c.size, want)
	}
	return ""
}

func (a *auditor) checkpoints() ([]checkpoint, error) {
	var points []checkpoint
	_, err := a.stream(`SELECT size, root, text FROM log_checkpoint WHERE authority_id = $1 ORDER BY size`, func(rows *sql.Rows) (string, error) {
		var c checkpoint
		err := rows.Scan(&c.size, &c.root, &c.text)
		points = append(points, c)
		return "", err
	})
	return points, err
}

// headless finds integrated leaves that the last checkpoint leaves out.
func (a *auditor) headless(size int64) (string, error) {
	var covered int64
	err := a.tx.QueryRowContext(a.ctx, `SELECT coalesce(max(size), 0) FROM log_checkpoint WHERE authority_id = $1`, a.authority).Scan(&covered)
	if err != nil || covered == size {
		return "", err
	}
	return fmt.Sprintf("leaf %d: no checkpoint covers it", covered), nil
}

func (a *auditor) tiles(t *tree) (string, error) {
	offence, err := a.stream(`SELECT path, width, data FROM log_tile WHERE authority_id = $1 ORDER BY path`, func(rows *sql.Rows) (string, error) {
		var path string
		var stored tile
		var data sql.RawBytes
		if err := rows.Scan(&path, &stored.width, &data); err != nil {
			return "", err
		}
		stored.content = sha256.Sum256(data)
		if t.tiles[path] != stored {
			return fmt.Sprintf("tile %s: it is not that of the leaves", path), nil
		}
		delete(t.tiles, path)
		return "", nil
	})
	if offence != "" || err != nil {
		return offence, err
	}
	if missing := slices.Sorted(maps.Keys(t.tiles)); len(missing) > 0 {
		offence = fmt.Sprintf("tile %s: it is not stored", missing[0])
	}
	return offence, nil
}

// eventLeaf: each event has its leaf and each leaf its event; where the opening is still there, the leaf is the commitment to
// the event's canonical text, and the event's columns are what that text says.
func eventLeaf(a *auditor) (string, error) {
	offence, err := a.stream(`SELECT l.at, l.sequence FROM log_leaf l
LEFT JOIN event e ON e.authority_id = l.authority_id AND e.at = l.at AND e.sequence = l.sequence
WHERE l.authority_id = $1 AND e.at IS NULL ORDER BY l.at, l.sequence`, pairless("leaf", "it has no event"))
	if offence != "" || err != nil {
		return offence, err
	}
	var o opening
	return a.stream(`SELECT e.at, e.sequence, e.type, e.actor_role, e.actor_id, e.subject, e.payload, e.nonce, l.commitment FROM event e
LEFT JOIN log_leaf l ON l.authority_id = e.authority_id AND l.at = e.at AND l.sequence = e.sequence
WHERE e.authority_id = $1`, func(rows *sql.Rows) (string, error) {
		err := rows.Scan(&o.at, &o.sequence, &o.kind, &o.role, &o.key, &o.subject, &o.payload, &o.nonce, &o.commitment)
		if err != nil {
			return "", err
		}
		if wrong := o.wrong(); wrong != "" {
			return fmt.Sprintf("event %s/%d: %s", o.at, o.sequence, wrong), nil
		}
		return "", nil
	})
}

func pairless(noun, broken string) func(*sql.Rows) (string, error) {
	return func(rows *sql.Rows) (string, error) {
		var at instant
		var sequence int64
		err := rows.Scan(&at, &sequence)
		return fmt.Sprintf("%s %s/%d: %s", noun, at, sequence, broken), err
	}
}

// opening is an event with what its leaf commits to.
type opening struct {
	at                         instant
	sequence                   int64
	kind, role, key, subject   string
	payload, nonce, commitment sql.NullString
}

func (o *opening) wrong() string {
	switch {
	case !o.commitment.Valid:
		return "it has no leaf"
	case o.payload.Valid != o.nonce.Valid:
		return "its opening is half erased"
	case !o.payload.Valid:
		return ""
	case commit(o.nonce.String, o.payload.String) != o.commitment.String:
		return "its leaf is not the commitment to it"
	case !strings.HasPrefix(o.payload.String, o.head()):
		return "its columns are not what it says"
	}
	return ""
}

// commit is HMAC-SHA256 under the nonce; a nonce that is no base64 gives no commitment.
func commit(nonce, payload string) string {
	key, err := base64.StdEncoding.DecodeString(nonce)
	if err != nil {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(payload))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

var escapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`)

// head is the beginning of the canonical text by the event's columns.
func (o *opening) head() string {
	return "balajol-entry/1\ntype=" + o.kind + "\nat=" + string(o.at) + "\nrole=" + o.role + "\nkey=" + escapes.Replace(o.key) +
		"\nsubject=" + escapes.Replace(o.subject) + "\n"
}
