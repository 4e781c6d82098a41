package tabular

import (
	"bytes"
	"io/fs"
	"runtime"
	"slices"
	"testing"
)

// huge is a file with one endless field, made as it is read.
type huge struct {
	head []byte
	left int
	tail []byte
}

func (h *huge) Read(p []byte) (int, error) {
	if len(h.head) > 0 {
		n := copy(p, h.head)
		h.head = h.head[n:]
		return n, nil
	}
	if h.left > 0 {
		n := min(len(p), h.left)
		copy(p[:n], bytes.Repeat([]byte{'x'}, n))
		h.left -= n
		return n, nil
	}
	n := copy(p, h.tail)
	h.tail = h.tail[n:]
	if n == 0 {
		return 0, fs.ErrClosed
	}
	return n, nil
}

func TestAHugeFieldIsNotKept(t *testing.T) {
	const size = 10 << 20
	l, _, err := NewLines(&huge{head: []byte("a,b\nA-1,"), left: size, tail: []byte("\nA-2,c\n")})
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var kept []int
	var flags []bool
	for range 3 {
		row, err := l.Next()
		if err != nil {
			t.Fatal(err)
		}
		kept, flags = append(kept, len(row.Bytes)), append(flags, row.TooLong)
	}
	runtime.ReadMemStats(&after)
	if !slices.Equal(kept, []int{3, MaxLine, 5}) || !slices.Equal(flags, []bool{false, true, false}) {
		t.Errorf("kept %v, too long %v", kept, flags)
	}
	if cap(l.buf) > 4*MaxLine {
		t.Errorf("a buffer of %d bytes for a field of %d", cap(l.buf), size)
	}
}
