package release

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatNoFolderMayHold(t *testing.T) {
	many := map[string]string{"rulebook.yaml": "id: x\n"}
	for i := range maxFiles {
		many[fmt.Sprintf("tests/x%d.yaml", i)] = "a: b\n"
	}
	bomb := map[string]string{"rulebook.yaml": "id: x\n"}
	for i := range 40 {
		bomb[fmt.Sprintf("tests/x%d.yaml", i)] = strings.Repeat(" ", maxFile)
	}
	for name, c := range map[string]struct {
		archive []byte
		says    string
	}{
		"no zip file":      {[]byte("rulebook"), "folder.zip:1:1: this is no zip file"},
		"cut off":          {packed(t, map[string]string{"rulebook.yaml": "id: x\n"})[:60], "folder.zip:1:1: this is no zip file"},
		"a way out":        {packed(t, map[string]string{"rulebook.yaml": "id: x\n", "../etc.yaml": ""}), "../etc.yaml:1:1: this is no file of a rulebook"},
		"a program":        {packed(t, map[string]string{"rulebook.yaml": "id: x\n", "run.sh": ""}), "run.sh:1:1: this is no file of a rulebook"},
		"another archive":  {packed(t, map[string]string{"rulebook.yaml": "id: x\n", "tests/a.zip": ""}), "tests/a.zip:1:1: this is no file of a rulebook"},
		"a bomb":           {packed(t, bomb), "folder.zip:1:1: the folder has more than 8 MiB"},
		"one large file":   {packed(t, map[string]string{"rulebook.yaml": strings.Repeat("#", maxFile+1)}), "rulebook.yaml:1:1: the file is larger"},
		"many files":       {packed(t, many), "folder.zip:1:1: the folder has more than 500 files"},
		"not UTF-8":        {packed(t, map[string]string{"rulebook.yaml": "id: x\n  y: \xff"}), "rulebook.yaml:2:6: this is not UTF-8"},
		"no text":          {packed(t, map[string]string{"rulebook.yaml": "id:\x00"}), "rulebook.yaml:1:4: this is no text"},
		"without its head": {packed(t, map[string]string{"promises.yaml": "a: b\n"}), "folder.zip:1:1: rulebook.yaml is missing"},
	} {
		folder, wrong := Read(c.archive)
		if folder != nil || len(wrong) == 0 || !strings.HasPrefix(wrong[0].String(), c.says) {
			t.Errorf("%s: %v", name, wrong)
		}
	}
	in, wrong := Read(packed(t, map[string]string{"mine/rulebook.yaml": "id: x\n", "mine/tests/a.yaml": "a: b\n"}))
	if len(wrong) > 0 || string(in["rulebook.yaml"]) != "id: x\n" || string(in["tests/a.yaml"]) != "a: b\n" {
		t.Errorf("a folder within the archive: %v %v", in, wrong)
	}
}
