package admission

// LongestRun is longestRun, for the property of it.
var LongestRun = longestRun
