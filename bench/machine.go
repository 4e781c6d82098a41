package bench

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// machine is where the figures were taken.
type machine struct {
	cpu    string
	cores  int
	kernel string
	goes   string
	fsync  time.Duration // median of writing and syncing 16 KB in the folder for temporary files
	load   string
}

func thisMachine() machine {
	return machine{cpu: field("/proc/cpuinfo", "model name"), cores: runtime.GOMAXPROCS(0), kernel: kernel(), goes: runtime.Version(),
		fsync: syncTime(), load: strings.Join(strings.Fields(read("/proc/loadavg"))[:1], "")}
}

// String is one line for the head of a table.
func (m machine) String() string {
	return fmt.Sprintf("%s, %d cores, %s/%s %s, %s, fsync of 16 KB %s, load %s", m.cpu, m.cores, runtime.GOOS, runtime.GOARCH, m.kernel,
		m.goes, m.fsync.Round(10*time.Microsecond), m.load)
}

func read(file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	return string(b)
}

// field is the value of a "name : value" line, or "unknown".
func field(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if k, v, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(k) == name {
			return strings.TrimSpace(v)
		}
	}
	return "unknown"
}

func kernel() string {
	var u syscall.Utsname
	if syscall.Uname(&u) != nil {
		return "unknown"
	}
	var b strings.Builder
	for _, c := range u.Release {
		if c == 0 {
			break
		}
		b.WriteByte(byte(c))
	}
	return b.String()
}

func syncTime() time.Duration {
	dir, err := os.MkdirTemp("", "linli-sync-")
	if err != nil {
		return 0
	}
	defer os.RemoveAll(dir)
	f, err := os.Create(filepath.Join(dir, "file"))
	if err != nil {
		return 0
	}
	defer f.Close()
	block := make([]byte, 16<<10)
	var took []time.Duration
	for range 51 {
		began := time.Now()
		if _, err := f.Write(block); err != nil || f.Sync() != nil {
			return 0
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// resident is the resident memory of a process in MB, 0 where the system does not tell.
func resident(pid string) float64 {
	kb, _, _ := strings.Cut(field("/proc/"+pid+"/status", "VmRSS"), " ")
	n, err := strconv.ParseFloat(kb, 64)
	if err != nil {
		return 0
	}
	return n / 1024
}
