package bench

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// processor is the processor time that processes have taken so far, all their threads together; a process that is gone
// counts nothing.
func processor(pids ...string) time.Duration {
	var sum time.Duration
	for _, pid := range pids {
		tasks, _ := filepath.Glob("/proc/" + pid + "/task/*/schedstat")
		for _, task := range tasks {
			ns, _, _ := strings.Cut(read(task), " ")
			n, _ := strconv.ParseInt(ns, 10, 64)
			sum += time.Duration(n)
		}
	}
	return sum
}

// named are the processes of this machine with a name.
func named(name string) []string {
	var out []string
	all, _ := filepath.Glob("/proc/[0-9]*/comm")
	for _, file := range all {
		if strings.TrimSpace(read(file)) == name {
			out = append(out, filepath.Base(filepath.Dir(file)))
		}
	}
	return out
}

// shareOf is the database's part of the time that it and linli took; 0 where the database is not on this machine.
func shareOf(database, linli time.Duration) float64 {
	if database <= 0 || linli <= 0 {
		return 0
	}
	return float64(database) / float64(database+linli)
}

// hold keeps a process to a part of one core from now on, as a machine with less would: it is stopped while it is ahead of
// its share, and goes on when time has caught up. What is not used within a tenth of a second is gone. The returned function
// lets it go.
func (s *spawned) hold(part float64) (release func() error) {
	done, released := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(released)
		const look = 2 * time.Millisecond
		tick := time.NewTicker(look)
		defer tick.Stop()
		since, used, stopped := time.Now(), processor(s.pid()), false
		for {
			select {
			case <-done:
				s.signal(syscall.SIGCONT)
				return
			case <-tick.C:
			}
			now := processor(s.pid())
			ahead := now-used > time.Duration(part*float64(time.Since(since)))
			switch {
			case ahead && !stopped:
				s.signal(syscall.SIGSTOP)
			case !ahead && stopped:
				s.signal(syscall.SIGCONT)
			}
			if stopped = ahead; !stopped && time.Since(since) > 100*time.Millisecond {
				since, used = time.Now(), now
			}
		}
	}()
	return func() error {
		close(done)
		<-released
		return nil
	}
}

func (s *spawned) signal(x os.Signal) {
	_ = s.command.Process.Signal(x) // one that is gone needs none
}

// kill ends a process as a power cut would.
func (s *spawned) kill() {
	if !s.dead.Swap(true) {
		s.signal(os.Kill)
	}
}
