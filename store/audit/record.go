package audit

import (
	"bytes"
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
			var text sql.RawBytes
			if err := rows.Scan(&index, &text); err != nil {
				return "", err
			}
			commitment, ok := decode(text)
			if !ok || index != t.size {
				return fmt.Sprintf("leaf %d: it is no commitment, or not the leaf number %d that is due", index, t.size), nil
			}
			t.add(commitment[:])
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
//
// Both tables lie in one order, so one reading of both puts each leaf behind its event.
func eventLeaf(a *auditor) (string, error) {
	var o opening
	offence, err := a.stream(`
SELECT at, sequence, 0 AS leaf, type, actor_role, actor_id, subject, payload, nonce, CAST(NULL AS text) AS commitment FROM event WHERE authority_id = $1
UNION ALL
SELECT at, sequence, 1, NULL, NULL, NULL, NULL, NULL, NULL, commitment FROM log_leaf WHERE authority_id = $1
ORDER BY at, sequence, leaf`, o.next)
	if offence == "" && err == nil {
		offence = o.single()
	}
	return offence, err
}

// opening is an event that waits for its leaf. One is filled again for every event.
type opening struct {
	at       instant
	sequence int64
	waits    bool
	kind     []byte
	role     []byte
	key      []byte
	subject  []byte
	payload  []byte // nil when erased
	nonce    []byte // nil when erased
	head     []byte // memory for agrees
}

// next takes an event or a leaf.
func (o *opening) next(rows *sql.Rows) (string, error) {
	var at instant
	var sequence, leaf int64
	var kind, role, key, subject, payload, nonce, commitment sql.RawBytes
	if err := rows.Scan(&at, &sequence, &leaf, &kind, &role, &key, &subject, &payload, &nonce, &commitment); err != nil {
		return "", err
	}
	if leaf == 0 {
		offence := o.single()
		o.at, o.sequence, o.waits = at, sequence, true
		o.kind, o.role, o.key, o.subject = copied(o.kind, kind), copied(o.role, role), copied(o.key, key), copied(o.subject, subject)
		o.payload, o.nonce = copied(o.payload, payload), copied(o.nonce, nonce)
		return offence, nil
	}
	if !o.waits || o.at != at || o.sequence != sequence {
		return fmt.Sprintf("leaf %s/%d: it has no event", at, sequence), nil
	}
	o.waits = false
	if wrong := o.wrong(commitment); wrong != "" {
		return fmt.Sprintf("event %s/%d: %s", at, sequence, wrong), nil
	}
	return "", nil
}

// copied keeps a value beyond its row, in the memory of the value before.
func copied(to []byte, from sql.RawBytes) []byte {
	switch {
	case from == nil:
		return nil
	case to == nil:
		to = []byte{}
	}
	return append(to[:0], from...)
}

// single tells that an event is followed by another one instead of its leaf.
func (o *opening) single() string {
	if o.waits {
		return fmt.Sprintf("event %s/%d: it has no leaf", o.at, o.sequence)
	}
	return ""
}

func (o *opening) wrong(commitment []byte) string {
	switch {
	case (o.payload == nil) != (o.nonce == nil):
		return "its opening is half erased"
	case o.payload == nil:
		return ""
	case !o.commits(commitment):
		return "its leaf is not the commitment to it"
	case !o.agrees():
		return "its columns are not what it says"
	}
	return ""
}

// commits tells whether the leaf is HMAC-SHA256 of the canonical text under the nonce.
func (o *opening) commits(commitment []byte) bool {
	key, isKey := decode(o.nonce)
	want, isHash := decode(commitment)
	if !isKey || !isHash {
		return false
	}
	mac := hmac.New(sha256.New, key[:])
	mac.Write(o.payload)
	var sum hash
	return hmac.Equal(mac.Sum(sum[:0]), want[:])
}

// decode reads 32 bytes in base64.
func decode(text []byte) (hash, bool) {
	var b [33]byte // what the decoder may touch for 44 characters
	if len(text) != base64.StdEncoding.EncodedLen(sha256.Size) {
		return hash{}, false
	}
	n, err := base64.StdEncoding.Decode(b[:], text)
	return hash(b[:sha256.Size]), err == nil && n == sha256.Size
}

// agrees tells whether the canonical text begins with what the event's columns say.
func (o *opening) agrees() bool {
	b := append(o.head[:0], "balajol-entry/1\ntype="...)
	b = append(append(b, o.kind...), "\nat="...)
	b = append(append(b, o.at...), "\nrole="...)
	b = append(append(b, o.role...), "\nkey="...)
	b = append(escaped(b, o.key), "\nsubject="...)
	o.head = append(escaped(b, o.subject), '\n')
	return bytes.HasPrefix(o.payload, o.head)
}

// escaped appends a value as a canonical text writes it.
func escaped(b, value []byte) []byte {
	for _, c := range value {
		switch c {
		case '\\':
			b = append(b, '\\', '\\')
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, c)
		}
	}
	return b
}
