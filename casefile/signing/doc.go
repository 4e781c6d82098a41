// Package signing has what every capability shares in which something is signed on the screen: what waits on the way to a
// signature ([Half]), and the ceremony in which a passkey signs ([Passkeys]). What is signed, by whom and whether it may be now is
// the capability's to say; it gives the words, and keeps the [Proof].
package signing
