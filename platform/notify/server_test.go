package notify

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// server is a mail server on loopback that keeps what it is sent. refuse answers a command, by its first word, with a
// line of its own; "HANGUP" there closes the connection instead.
type server struct {
	host   string
	port   int
	refuse map[string]string

	upgrade func(net.Conn) net.Conn // answers STARTTLS; nil: the server has no such command

	mu       sync.Mutex
	commands []string
	letters  []string
}

func serve(t *testing.T, refuse map[string]string) *server {
	t.Helper()
	return serveWith(t, refuse, func(_ *server, c net.Conn) net.Conn { return c })
}

func serveWith(t *testing.T, refuse map[string]string, wrap func(*server, net.Conn) net.Conn) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().(*net.TCPAddr)
	s := &server{host: "127.0.0.1", port: addr.Port, refuse: refuse}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c = wrap(s, c)
			open.Go(func() { s.talk(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		open.Wait()
	})
	return s
}

func (s *server) talk(c net.Conn) {
	defer func() { c.Close() }()
	encrypted := false
	in := bufio.NewReader(c)
	fmt.Fprint(c, "220 test ESMTP\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		s.mu.Lock()
		s.commands = append(s.commands, line)
		s.mu.Unlock()
		verb, _, _ := strings.Cut(line, " ")
		if answer, ok := s.refuse[strings.ToUpper(verb)]; ok {
			if answer == "HANGUP" {
				return
			}
			fmt.Fprint(c, answer+"\r\n")
			continue
		}
		switch strings.ToUpper(verb) {
		case "EHLO":
			fmt.Fprint(c, "250-test\r\n")
			if s.upgrade != nil && !encrypted {
				fmt.Fprint(c, "250-STARTTLS\r\n")
			}
			fmt.Fprint(c, "250 8BITMIME\r\n")
		case "STARTTLS":
			fmt.Fprint(c, "220 go on\r\n")
			c = s.upgrade(c)
			in, encrypted = bufio.NewReader(c), true
		case "DATA":
			fmt.Fprint(c, "354 go on\r\n")
			var b strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				b.WriteString(line)
			}
			s.mu.Lock()
			s.letters = append(s.letters, b.String())
			s.mu.Unlock()
			fmt.Fprint(c, "250 taken\r\n")
		case "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 ok\r\n")
		}
	}
}

func (s *server) got() (commands, letters []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.commands...), append([]string(nil), s.letters...)
}
