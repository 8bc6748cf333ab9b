package i18n

import "strconv"

// decimal writes n, which counts units of 10 to the power of -places, with its thousands set apart. A negative number gets the
// minus sign U+2212, which screen readers say; many are silent about a hyphen.
func (p *Printer) decimal(n int64, places int) string {
	digits := strconv.FormatUint(magnitude(n), 10)
	for len(digits) <= places {
		digits = "0" + digits
	}
	whole := digits[:len(digits)-places]
	text := ""
	if n < 0 {
		text = "\u2212"
	}
	for at, digit := range whole {
		if at > 0 && (len(whole)-at)%3 == 0 {
			text += p.group
		}
		text += string(digit)
	}
	if places > 0 {
		text += p.point + digits[len(digits)-places:]
	}
	return text
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
