// Package fake stands in for the outside world in the demonstration and in tests: a bank that reads the files it is given
// and pays, and a sink that counts notices. It does nothing by chance: the same calls get the same answers.
package fake
