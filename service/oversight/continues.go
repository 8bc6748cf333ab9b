package oversight

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// continues refuses a database whose log does not continue the head that was published last: it was restored from an old
// copy, or forked. The published head lies outside the database for this reason.
func continues(r *store.Reader, published service.Folder, head store.Checkpoint, key string) error {
	text, err := fs.ReadFile(published, CheckpointFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read published checkpoint: %w", err)
	}
	verifier, err := translog.VerifierOf(key)
	if err != nil {
		return err
	}
	seen, err := translog.OpenCheckpoint(text, verifier)
	if err != nil {
		return register.Refuse(register.Conflict, "log.foreign_checkpoint")
	}
	if seen.Head.Size > head.Head.Size {
		return register.Refuse(register.Conflict, "log.rolled_back").With("published", fmt.Sprint(seen.Head.Size)).With("database", fmt.Sprint(head.Head.Size))
	}
	if err := r.Continues(seen.Head, head.Head); err != nil {
		if errors.Is(err, translog.ErrInconsistent) {
			return register.Refuse(register.Conflict, "log.forked").With("published", fmt.Sprint(seen.Head.Size))
		}
		return err
	}
	return nil
}
