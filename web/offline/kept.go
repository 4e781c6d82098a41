package offline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"linli/platform/i18n"
	"linli/web/static"
)

// Kept is a page that a device keeps, with the script that keeps it.
type Kept struct {
	At    string   // the page, and the scope of its script
	Name  string   // begins the name of what the browser keeps
	Files []string // the built files that the page needs, by their logical names
}

// Worker sends the script that keeps the page: the built one, before it the list of the files of this build. Another build, or another
// page, has another version, so that a browser sees a new script.
func (k Kept) Worker(w http.ResponseWriter, assets *static.Assets, languages []i18n.Language, text []byte) error {
	shell := struct {
		At        string   `json:"at"`
		Name      string   `json:"name"`
		Version   string   `json:"version"`
		Files     []string `json:"files"`
		Languages []string `json:"languages"`
	}{At: k.At, Name: k.Name}
	for _, name := range k.Files {
		shell.Files = append(shell.Files, assets.URL(name))
	}
	for _, l := range languages {
		shell.Languages = append(shell.Languages, string(l))
	}
	sum := sha256.New()
	_ = json.NewEncoder(sum).Encode(shell.Files)
	_, _ = sum.Write(text)
	shell.Version = hex.EncodeToString(sum.Sum(nil)[:6])
	list, err := json.Marshal(shell)
	if err != nil {
		return err
	}
	worker, err := assets.Content("worker.js")
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("self.linli = ")
	out.Write(list)
	out.WriteString(";\n")
	out.Write(worker)
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(out.Bytes())
	return nil
}
