package allocation

import "io"

// windowSize is how much of a file is held at a time, if no single string is longer.
const windowSize = 1 << 18

// newWindow makes room for a file of this size, 0 = unknown.
func newWindow(size int64) []byte {
	if size > 0 && size < windowSize {
		return make([]byte, 0, size+1)
	}
	return make([]byte, 0, windowSize)
}

// slide moves what is wanted to the beginning of a window and makes sure that there is room behind it.
func slide(window []byte, wanted int) []byte {
	kept := copy(window, window[wanted:])
	if kept == cap(window) {
		return append(make([]byte, 0, 2*kept), window...)
	}
	return window[:kept]
}

// readMore reads into the room of a window; more = it read something.
func readMore(from io.Reader, window *[]byte) (more bool, err error) {
	kept := len(*window)
	for range 100 {
		n, err := from.Read((*window)[kept:cap(*window)])
		*window = (*window)[:kept+n]
		if n > 0 || err != nil {
			return n > 0, err
		}
	}
	return false, io.ErrNoProgress
}

// sizeOf returns how many bytes a reader still has, 0 if it does not tell.
func sizeOf(from io.Reader) int64 {
	if sized, ok := from.(interface{ Len() int }); ok {
		return int64(sized.Len())
	}
	file, ok := from.(io.Seeker)
	if !ok {
		return 0
	}
	here, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0
	}
	end, err := file.Seek(0, io.SeekEnd)
	if _, back := file.Seek(here, io.SeekStart); err != nil || back != nil {
		return 0
	}
	return max(end-here, 0)
}
