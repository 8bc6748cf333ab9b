// Package register holds the nouns that every field of a department shares: authorities, guardians, children,
// providers, kindergartens and groups, their typed ids and national identifiers, and the closed word lists that
// law and path have in common. It computes and checks; it reads and writes nothing.
//
// Words are those of GLOSSARY.md. A word list is closed: an unknown word is an error at the door, never a default.
package register
