package sheet

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// IsWorkbook reports whether a file begins as a workbook does, in any of its forms, and not as a text.
func IsWorkbook(head []byte) bool {
	return strings.HasPrefix(string(head), "PK\x03\x04") || strings.HasPrefix(string(head), compound)
}

// compound begins a file of Excel before 2007, and every one that is locked by a password ([MS-CFB], 2.2).
const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// listing is a file of which at most so many bytes are read while its parts are listed; below 0 there is no bound any more.
type listing struct {
	in   io.ReaderAt
	left int
}

func (l *listing) ReadAt(p []byte, at int64) (int, error) {
	if l.left < 0 {
		return l.in.ReadAt(p, at)
	}
	if l.left -= len(p); l.left < 0 {
		l.left = 0
		return 0, errMeter
	}
	return l.in.ReadAt(p, at)
}

// locked tells a workbook that is locked by a password from an old one: the former has a stream of that name ([MS-OFFCRYPTO], 2.3.4.4).
func locked(r io.Reader) error {
	var name []byte
	for _, c := range "EncryptedPackage" {
		name = append(name, byte(c), 0)
	}
	in, at := bufio.NewReader(r), 0
	for {
		c, err := in.ReadByte()
		if errors.Is(err, io.EOF) {
			return ErrOld
		}
		if err != nil {
			return err
		}
		switch {
		case c == name[at]:
			at++
		case c == name[0]:
			at = 1
		default:
			at = 0
		}
		if at == len(name) {
			return ErrEncrypted
		}
	}
}
