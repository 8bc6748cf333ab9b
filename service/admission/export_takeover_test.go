package admission

// LongestRun is longestRun, for the property of it.
var LongestRun = longestRun

// CodeHash is codeHash, for a code that no family was sent.
var CodeHash = codeHash
