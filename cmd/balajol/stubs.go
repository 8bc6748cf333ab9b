package main

type serveCmd struct{}
type migrateCmd struct{}
type importCmd struct{}
type exportCmd struct{}
type policyCmd struct{}
type allocateCmd struct{}
type checkCmd struct{}
type explainCmd struct{}
type settleCmd struct{}
type logCmd struct{}
type monitorCmd struct{}
type auditCmd struct{}
type benchCmd struct{}
