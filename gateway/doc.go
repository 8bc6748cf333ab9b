// Package gateway is the outside world as the use cases see it: the bank that pays, and the notices that reach families and
// providers. Each is a small interface; what stands behind it is chosen in cmd, and gateway/fake stands there in the
// demonstration and in tests.
//
// The bank takes payment orders as an ISO 20022 message, pain.001.001.09, in the subset that EPC132-08 (2023, version 1.0)
// publishes as a schema. BuildPain001 writes it; ValidatePain001 reads the bytes again, by a grammar of its own, and
// recounts them. One rule of that subset is not followed, since the schema itself does not hold it: orders are in tenge
// (KZT) and not in euro.
package gateway
