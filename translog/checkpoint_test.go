package translog_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/balajol/balajol/translog"
)

const origin = "balajol.example/karaganda"

func keys(t failer, name string, seed byte) (signer, verifier string) {
	t.Helper()
	signer, verifier, err := translog.KeyFromSeed(name, bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

// The oracle is x/mod's own key generation, which reads the seed.
func TestKeyFromSeedAgreesWithOracle(t *testing.T) {
	t.Parallel()
	signer, verifier := keys(t, origin, 7)
	wantSigner, wantVerifier, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 33)), origin)
	if err != nil {
		t.Fatal(err)
	}
	if signer != wantSigner || verifier != wantVerifier {
		t.Errorf("keys %s and %s, want %s and %s", signer, verifier, wantSigner, wantVerifier)
	}
}

func TestKeyFromSeedRefuses(t *testing.T) {
	t.Parallel()
	if _, _, err := translog.KeyFromSeed(origin, make([]byte, 31)); err == nil {
		t.Error("a short seed is accepted")
	}
	for _, name := range []string{"", "two words", "a+b"} {
		if _, _, err := translog.KeyFromSeed(name, make([]byte, 32)); err == nil {
			t.Errorf("name %q is accepted", name)
		}
	}
}

func TestCheckpointRoundTrip(t *testing.T) {
	t.Parallel()
	signer, verifier := keys(t, origin, 1)
	head, _ := grown(t, 300)
	for _, h := range []translog.Head{translog.EmptyHead(), head} {
		text := must[[]byte](t)(translog.SignCheckpoint(h, signer))
		got := must[translog.Checkpoint](t)(translog.OpenCheckpoint(text, verifier))
		if got != (translog.Checkpoint{Origin: origin, Head: h}) {
			t.Errorf("opened %v", got)
		}
	}
}

func TestOpenCheckpointLetsWitnessesBe(t *testing.T) {
	t.Parallel()
	signer, verifier := keys(t, origin, 1)
	witness, _ := keys(t, "witness.example", 2)
	head, _ := grown(t, 3)
	text := must[[]byte](t)(translog.SignCheckpoint(head, signer))
	opened := must[*note.Note](t)(note.Open(text, note.VerifierList(must[note.Verifier](t)(note.NewVerifier(verifier)))))
	cosigned := must[[]byte](t)(note.Sign(opened, must[note.Signer](t)(note.NewSigner(witness))))
	got := must[translog.Checkpoint](t)(translog.OpenCheckpoint(cosigned, verifier))
	if got.Head != head {
		t.Errorf("opened %v", got)
	}
}

func TestOpenCheckpointRefuses(t *testing.T) {
	t.Parallel()
	signer, verifier := keys(t, origin, 1)
	head, _ := grown(t, 300)
	good := string(must[[]byte](t)(translog.SignCheckpoint(head, signer)))
	_, otherKey := keys(t, origin, 2)
	other, _ := keys(t, "other.example", 1)
	_, otherVerifier := keys(t, "other.example", 1)
	for name, test := range map[string]struct{ text, key string }{
		"another key":      {good, otherKey},
		"another size":     {strings.Replace(good, "\n300\n", "\n299\n", 1), verifier},
		"no signature":     {good[:strings.Index(good, "\n\n")+2], verifier},
		"cut":              {good[:len(good)-10], verifier},
		"malformed key":    {good, "x"},
		"endless":          {good + strings.Repeat("x", 1<<16), verifier},
		"leading zero":     {signText(t, signer, origin+"\n0300\n"+head.Root.String()+"\n"), verifier},
		"negative":         {signText(t, signer, origin+"\n-1\n"+head.Root.String()+"\n"), verifier},
		"too many entries": {signText(t, signer, origin+"\n281474976710656\n"+head.Root.String()+"\n"), verifier},
		"short root":       {signText(t, signer, origin+"\n300\nAAAA\n"), verifier},
		"no root":          {signText(t, signer, origin+"\n300\n"), verifier},
		"empty extension":  {signText(t, signer, origin+"\n300\n"+head.Root.String()+"\n\n"), verifier},
		"wrong empty tree": {signText(t, signer, origin+"\n0\n"+head.Root.String()+"\n"), verifier},
		"another origin":   {signText(t, other, origin+"\n300\n"+head.Root.String()+"\n"), otherVerifier},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c, err := translog.OpenCheckpoint([]byte(test.text), test.key); err == nil {
				t.Errorf("opened as %v", c)
			}
		})
	}
}

// signText signs any text with a log's key, as a dishonest log might.
func signText(t testing.TB, signer, text string) string {
	t.Helper()
	key := must[note.Signer](t)(note.NewSigner(signer))
	return string(must[[]byte](t)(note.Sign(&note.Note{Text: text}, key)))
}

func TestSignCheckpointRefuses(t *testing.T) {
	t.Parallel()
	signer, verifier := keys(t, origin, 1)
	for name, head := range map[string]translog.Head{
		"negative size": {Size: -1}, "wrong empty root": {}, "too large": {Size: translog.MaxSize + 1},
	} {
		if _, err := translog.SignCheckpoint(head, signer); err == nil {
			t.Errorf("%s is signed", name)
		}
	}
	if _, err := translog.SignCheckpoint(translog.EmptyHead(), verifier); err == nil {
		t.Error("signed with a public key")
	}
}
