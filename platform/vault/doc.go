// Package vault 保密柜 seals what people tell the office, and forgets it by destroying keys.
//
// Words: seal 封存 (encrypt one field of one case), open 启封 (decrypt it, for a reader whose access row is committed),
// shred 销毁 (destroy the data keys of a case, so that every copy of its text in every backup is unreadable),
// orphan 孤钥 (a key written ahead that no case came to use).
//
//	operator key ──wraps──▶ tenant key (one current generation a tenant) ──wraps──▶ data key ──seals──▶ field
//	 (a file, 0600)          (key store)                                            (key store)        (case store)
//
// A case has one data key a [Scope]: the joint section, the identity, contact and private section of each party, the
// notes of each mediator's engagement, each attachment. The wall around a caucus is therefore cryptographic: code that
// mixes up two sections, or a stolen case store, yields nothing. It is not a wall against the running server, which
// holds every key; docs/security/vault.md says what the vault does and does not protect against.
//
// # Why these primitives
//
// All sealing is XChaCha20-Poly1305 from tink-go's subtle package. Its 192-bit random nonce needs no count of messages
// for a key, so one tenant key may wrap millions of data keys for years; and it runs in constant time and fast on
// processors without AES instructions, the small boards on which a village runs linli. The subtle primitive is used
// instead of a tink keyset because a data key is never rotated in place (it is rewrapped or destroyed), its id is a
// row's id rather than a keyset's 32-bit number, and building a primitive from 32 bytes takes under a microsecond
// where parsing a keyset takes a hundred.
//
// # Layout of a sealed body
//
//	byte 0      version, now 1
//	byte 1-16   id of the data key
//	byte 17-40  nonce
//	byte 41-    ciphertext and 16-byte tag
//
// The associated data are the version byte, key id, tenant, case, owner, field and row version, each with its length
// before it, so that no two different places share one encoding. A body that is moved to another row does not open.
//
// # Two stores without a common transaction
//
// A key is committed to the key store before any case can use it: [Vault.Take] hands out only keys of a batch whose
// Put has returned. A case that is then not committed leaves an orphan, swept by [Vault.Sweep].
package vault
