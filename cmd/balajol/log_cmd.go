package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/translog"
)

type logCmd struct {
	VerifyReceipt verifyReceiptCmd `cmd:"" help:"Check a receipt with nothing but the log's public key, and print what it proves."`
	NewKey        newKeyCmd        `cmd:"" help:"Make the signer key of a log and print the verifier key to publish."`
}

// verifierFlags give a log's public key.
type verifierFlags struct {
	Key     string `help:"Verifier key of the log, as the site prints it." xor:"key" placeholder:"VERIFIER"`
	KeyFile string `help:"File with the verifier key." xor:"key" placeholder:"FILE"`
}

// verifier is the key given, or "" when none is.
func (f verifierFlags) verifier() (string, error) {
	if f.Key == "" && f.KeyFile == "" {
		return "", nil
	}
	key := f.Key
	if f.KeyFile != "" {
		text, err := readFile(f.KeyFile)
		if err != nil {
			return "", err
		}
		key = strings.TrimSpace(string(text))
	}
	if _, err := note.NewVerifier(key); err != nil {
		return "", register.Refuse(register.Invalid, "key.verifier_malformed")
	}
	return key, nil
}

type verifyReceiptCmd struct {
	File string `arg:"" help:"Receipt."`
	verifierFlags
}

// Run checks the receipt: exit 1 if it proves nothing, 2 if it is none.
func (c *verifyReceiptCmd) Run() error {
	key, err := c.verifier()
	if err != nil {
		return err
	}
	if key == "" {
		return register.Refuse(register.Invalid, "key.verifier_none")
	}
	text, err := readFile(c.File)
	if err != nil {
		return err
	}
	if _, err := translog.ParseReceipt(text); err != nil {
		return inFile{c.File, err}
	}
	receipt, err := translog.VerifyReceipt(text, key)
	if err != nil {
		return exit{exitNo, inFile{c.File, err}}
	}
	return printReceipt(receipt, key)
}

func printReceipt(r translog.Receipt, key string) error {
	entry, err := r.Entry()
	if err != nil {
		return err
	}
	checkpoint, err := translog.OpenCheckpoint(r.Checkpoint, key)
	if err != nil {
		return err
	}
	fmt.Printf("The log %s signed that entry %d of its %d is this:\n\n", checkpoint.Origin, r.Index, checkpoint.Head.Size)
	line := func(name, value string) {
		if value != "" {
			fmt.Printf("  %-14s %s\n", name, value)
		}
	}
	line("what", entry.Type)
	line("when", entry.At.Format("2006-01-02T15:04:05.000000Z"))
	line("by", entry.Role)
	line("about", entry.Subject)
	line("ground", entry.Ground)
	for _, f := range entry.Fields {
		line(f.Name, f.Value)
	}
	fmt.Printf("\nroot of the signed tree: %s\n", checkpoint.Head.Root)
	return nil
}

type newKeyCmd struct {
	Name   string `arg:"" help:"Name of the log, such as log.example.kz/krg: no spaces and no plus signs."`
	Output string `short:"o" help:"New file for the signer key, readable by its owner alone." required:"" placeholder:"FILE"`
}

// Run makes a key and never overwrites one.
func (c *newKeyCmd) Run() error {
	var seed [32]byte
	rand.Read(seed[:]) // never fails (crypto/rand)
	signer, verifier, err := translog.KeyFromSeed(c.Name, seed[:])
	if err != nil {
		return register.Refuse(register.Invalid, "key.name").With("name", c.Name)
	}
	f, err := os.OpenFile(c.Output, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return register.Refuse(register.Conflict, "file.there").With("file", c.Output)
	}
	if err != nil {
		return missing(c.Output, err)
	}
	_, err = f.WriteString(signer + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(c.Output))
	}
	fmt.Println(verifier)
	return nil
}
