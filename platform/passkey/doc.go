// Package passkey signs statements with passkeys 通行密钥 (W3C Web Authentication Level 3) and checks such a signature again
// at any later time, from what was kept of it and nothing else.
//
// An authenticator signs a challenge that its relying party gives it. [Challenge] makes that challenge out of a statement
// and a random number, so that the signature is one of the statement: whoever has both, with the [Proof], can tell that the
// holder of the key signed these words, at this address, after the device had verified its user (by fingerprint, face or
// code). What a proof does not tell is who that was: that is known from how the key came to be, and said by the caller.
//
// No attestation is asked for, and of a key nothing is kept but its id and its public half: the make of a device is
// nobody's business.
package passkey
