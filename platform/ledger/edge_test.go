package ledger_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"linli/platform/ledger"
)

func TestLeafIsRFC6962OverTheCommitment(t *testing.T) {
	salt := [16]byte{1, 2, 3}
	mac := hmac.New(sha256.New, salt[:])
	mac.Write([]byte(`{"a":1}`))
	c := ledger.Commit(salt, []byte(`{"a":1}`))
	if !hmac.Equal(c[:], mac.Sum(nil)) {
		t.Error("the commitment is not HMAC-SHA256 under the salt")
	}
	// sha256sum of the byte 00 followed by 32 zero bytes, made with coreutils
	want := "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9"
	if h := ledger.LeafHash([32]byte{}); hex.EncodeToString(h[:]) != want {
		t.Errorf("leaf hash of zeros is %x", h)
	}
}

func TestNodeIndexesAreDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(0, 1<<40).Draw(t, "size")
		next := ledger.NodeCount(size)
		for x := tlog.StoredHashCount(size); x < tlog.StoredHashCount(size+3); x++ {
			level, n := tlog.SplitStoredHashIndex(x)
			if level == 0 {
				continue
			}
			if got := ledger.NodeIndex(level, n); got != next {
				t.Fatalf("node %d of level %d has index %d, want %d", n, level, got, next)
			}
			next++
		}
		if got := ledger.NodeCount(size + 3); got != next {
			t.Fatalf("%d nodes in a tree of %d, want %d", got, size+3, next)
		}
	})
}
