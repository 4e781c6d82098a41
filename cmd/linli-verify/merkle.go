package main

import (
	"crypto/sha256"
	"math/bits"
)

// leafHash is RFC 6962 section 2.1: SHA-256(0x00 ‖ entry).
func leafHash(entry [32]byte) [32]byte { return sha256.Sum256(append([]byte{0}, entry[:]...)) }

// nodeHash is RFC 6962 section 2.1: SHA-256(0x01 ‖ left ‖ right).
func nodeHash(left, right [32]byte) [32]byte {
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// included checks an inclusion proof as RFC 9162 section 2.1.3.2 describes it.
func included(leaf [32]byte, index, size uint64, path [][32]byte, root [32]byte) bool {
	if index >= size {
		return false
	}
	fn, sn, r := index, size-1, leaf
	for _, p := range path {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			r = nodeHash(p, r)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			r = nodeHash(r, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && r == root
}

// extends checks a consistency proof as RFC 9162 section 2.1.4.2 describes it: the tree of size second with root newRoot
// begins with the tree of size first with root oldRoot.
func extends(first, second uint64, path [][32]byte, oldRoot, newRoot [32]byte) bool {
	if first == 0 || first > second {
		return false
	}
	if first == second {
		return len(path) == 0 && oldRoot == newRoot
	}
	if bits.OnesCount64(first) == 1 { // a full tree: its root is the first hash of the proof
		path = append([][32]byte{oldRoot}, path...)
	}
	if len(path) == 0 {
		return false
	}
	fn, sn := first-1, second-1
	for fn&1 == 1 {
		fn, sn = fn>>1, sn>>1
	}
	fr, sr := path[0], path[0]
	for _, c := range path[1:] {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			fr, sr = nodeHash(c, fr), nodeHash(c, sr)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			sr = nodeHash(sr, c)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && fr == oldRoot && sr == newRoot
}
