package vault

import (
	"errors"
	"fmt"

	"filippo.io/age"

	"linli/platform/fault"
)

// stanzaType names our way of wrapping an age file's key, in its header; see [Envelope].
const stanzaType = "linli-operator-1"

// Envelope is an operator key as an age recipient and identity: what is encrypted to it opens with the same operator key,
// and nobody without it can write such a file. The header of the file names the key's id in clear, so that the wrong key is
// told from a damaged file.
type Envelope struct{ key *OperatorKey }

// Envelope returns the operator key as a recipient of files.
func (o *OperatorKey) Envelope() Envelope { return Envelope{o} }

var (
	_ age.Recipient = Envelope{}
	_ age.Identity  = Envelope{}
)

func placeOfFile(operator string) []byte {
	return associate("linli/age-file-key", []byte(operator))
}

// Wrap implements [age.Recipient].
func (e Envelope) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	body, err := e.key.aead.Encrypt(fileKey, placeOfFile(e.key.id))
	if err != nil {
		return nil, fmt.Errorf("wrapping a file's key: %w", err)
	}
	return []*age.Stanza{{Type: stanzaType, Args: []string{e.key.id}, Body: body}}, nil
}

// Unwrap implements [age.Identity]. Errors: [ErrOperatorOther] for a file of another operator key.
func (e Envelope) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	other := ""
	for _, s := range stanzas {
		if s.Type != stanzaType || len(s.Args) != 1 {
			continue
		}
		if s.Args[0] != e.key.id {
			other = s.Args[0]
			continue
		}
		key, err := e.key.aead.Decrypt(s.Body, placeOfFile(e.key.id))
		if err != nil {
			return nil, errors.New("the file's key was altered")
		}
		return key, nil
	}
	if other != "" {
		return nil, ErrOperatorOther.With(fault.Args{"want": other, "have": e.key.id})
	}
	return nil, age.ErrIncorrectIdentity
}
