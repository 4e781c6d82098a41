package redact_test

import (
	"strings"
	"testing"

	"linli/platform/redact"
)

// BenchmarkFind looks through the longest text that a report takes.
func BenchmarkFind(b *testing.B) {
	text := []rune(strings.Repeat("王先生家楼下三号楼的路灯不亮，电话13812345678，车牌京A·12345。", 200))
	long := string(text[:4000])
	for b.Loop() {
		redact.Find(long)
	}
}
