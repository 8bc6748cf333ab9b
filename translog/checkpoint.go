package translog

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// algEd25519 is the signature type byte of C2SP signed-note.
const algEd25519 = 1

// maxCheckpoint bounds a checkpoint in bytes, cosignatures included.
const maxCheckpoint = 32 << 10

// Checkpoint is a signed tree head (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string // the log's name, which is also the name of its key
	Head   Head
}

// KeyFromSeed derives the Ed25519 key pair of a log from a 32-byte seed
// (RFC 8032) in the encodings of C2SP signed-note. The name is the log's
// origin, such as "balajol.example/karaganda": without spaces and plus signs.
// The signer is as secret as the seed; the verifier is published.
func KeyFromSeed(name string, seed []byte) (signer, verifier string, err error) {
	if len(seed) != ed25519.SeedSize {
		return "", "", fmt.Errorf("derive key %q: seed has %d bytes, not %d", name, len(seed), ed25519.SeedSize)
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	verifier, err = note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return "", "", fmt.Errorf("derive key %q: %w", name, err)
	}
	known, err := note.NewVerifier(verifier)
	if err != nil {
		return "", "", fmt.Errorf("derive key %q: %w", name, err)
	}
	private := base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, seed...))
	return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, known.KeyHash(), private), verifier, nil
}

// SignCheckpoint returns the checkpoint of head as a note signed by the log's
// key, whose name is the origin. Sign only a head that is committed, and never
// one that does not continue every head signed before ([ProveConsistency]).
func SignCheckpoint(head Head, signerKey string) ([]byte, error) {
	signer, err := note.NewSigner(signerKey)
	if err != nil {
		return nil, errors.New("sign checkpoint: malformed signer key")
	}
	c := Checkpoint{signer.Name(), head}
	if head.Size < 0 || head.Size > MaxSize || head.Size == 0 && head != EmptyHead() {
		return nil, fmt.Errorf("sign checkpoint of size %d: no such tree", head.Size)
	}
	text, err := note.Sign(&note.Note{Text: c.text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint of size %d: %w", head.Size, err)
	}
	return text, nil
}

// OpenCheckpoint checks that a checkpoint is well formed, is of the log that
// verifierKey names and is signed by that key. Signatures of others, such as
// witnesses, are let be; so are extension lines.
func OpenCheckpoint(text []byte, verifierKey string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(verifierKey)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: verifier key: %w", err)
	}
	if len(text) > maxCheckpoint {
		return Checkpoint{}, fmt.Errorf("open checkpoint: %d bytes exceed %d", len(text), maxCheckpoint)
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	// The note package lets stray bits at the end of a signature pass.
	for _, signature := range opened.Sigs {
		if _, err := parseBase64(signature.Base64); err != nil {
			return Checkpoint{}, fmt.Errorf("open checkpoint: signature: %w", err)
		}
	}
	c, err := parseCheckpoint(opened.Text)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	if c.Origin != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("open checkpoint: origin %q is not that of the key %s", c.Origin, verifier.Name())
	}
	return c, nil
}

func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Head.Size, c.Head.Root)
}

// parseCheckpoint reads the signed text of a checkpoint.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" || lines[0] == "" {
		return Checkpoint{}, errors.New("text is not origin, size and root")
	}
	for _, extension := range lines[3 : len(lines)-1] {
		if extension == "" {
			return Checkpoint{}, errors.New("extension line is empty")
		}
	}
	c := Checkpoint{Origin: lines[0]}
	var err error
	if c.Head.Size, err = parseNumber(lines[1]); err != nil {
		return Checkpoint{}, fmt.Errorf("size: %w", err)
	}
	if c.Head.Root, err = parseHash(lines[2]); err != nil {
		return Checkpoint{}, fmt.Errorf("root: %w", err)
	}
	if c.Head.Size == 0 && c.Head != EmptyHead() {
		return Checkpoint{}, errors.New("root of an empty tree is wrong")
	}
	return c, nil
}

// parseNumber reads a decimal number up to MaxSize without leading zeroes.
func parseNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > MaxSize || strconv.FormatInt(n, 10) != s {
		return 0, errors.New("not a decimal number in range")
	}
	return n, nil
}

func parseHash(s string) (Hash, error) {
	b, err := parseBase64(s)
	if err != nil || len(b) != hashSize {
		return Hash{}, errors.New("not the base64 of 32 bytes")
	}
	return Hash(b), nil
}

// parseBase64 reads the one standard encoding (RFC 4648, section 4) of some
// bytes: no stray trailing bits, no line breaks, which the decoder would skip.
func parseBase64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, errors.New("line break in base64")
	}
	return base64.StdEncoding.Strict().DecodeString(s)
}

// VerifierOf derives the published verifier key from a signer key.
func VerifierOf(signerKey string) (string, error) {
	name, rest, ok := strings.Cut(strings.TrimPrefix(signerKey, "PRIVATE+KEY+"), "+")
	_, encoded, found := strings.Cut(rest, "+")
	if !ok || !found {
		return "", errors.New("derive verifier: malformed signer key")
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(key) != 1+ed25519.SeedSize || key[0] != algEd25519 {
		return "", errors.New("derive verifier: malformed signer key")
	}
	_, verifier, err := KeyFromSeed(name, key[1:])
	return verifier, err
}
