// Package store keeps the nouns in a database: SQLite embedded by default, PostgreSQL when a department outgrows one
// machine, with one SQL text for both (query/*.sql, typed by sqlc into sqlcgen; lists in bulk.go).
//
// The signature says the power: View gives a Reader, Update a Tx. A Tx has one instant (Now) and writes the state, its
// event, the leaf of the record and the jobs in one transaction, or none of them: there is no Save without an event.
// Only this package imports database/sql, a driver or sqlcgen.
package store
