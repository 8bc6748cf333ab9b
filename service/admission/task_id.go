package admission

import (
	"crypto/sha256"
	"encoding/base32"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// TaskID names a task of an officer's list. Whoever has the code of an application may open its public page; from the name of
// a task nobody finds that code.
type TaskID string

// taskOf names the task of a noun about an application: 130 bits of SHA-256, in base32. It is the same on every day.
func taskOf(noun string, authority register.ID[register.Authority], id register.ID[preschool.Application]) TaskID {
	sum := sha256.Sum256([]byte("task|" + noun + "|" + string(authority) + "|" + string(id)))
	return TaskID(base32.NewEncoding(codeAlphabet).EncodeToString(sum[:])[:codeLength])
}

// ProofTaskOf names the check of an application's proof, for those who know the application anyway: its family, and the program.
func ProofTaskOf(authority register.ID[register.Authority], id register.ID[preschool.Application]) TaskID {
	return taskOf("proof", authority, id)
}

// applicationOfProof finds the application of a check: nearly always among the few whose class is claimed and not yet checked.
func applicationOfProof(r *store.Reader, task TaskID) (preschool.Application, error) {
	for _, list := range []func() ([]register.ID[preschool.Application], error){r.ApplicationsClaiming, r.ApplicationsWithProof} {
		ids, err := list()
		if err != nil {
			return preschool.Application{}, err
		}
		for _, id := range ids {
			if ProofTaskOf(r.Authority, id) == task {
				return r.Application(id)
			}
		}
	}
	return preschool.Application{}, register.Refuse(register.NotFound, "proof.task_unknown")
}
