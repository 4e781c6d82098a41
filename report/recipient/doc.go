// Package recipient has the other offices 接收单位 that linli sends reports to, over Open311 GeoReport v2: their addresses, which of
// the office's categories they take under which of their codes, and the way there and back. It implements report.Relay.
//
// linli asks as any other program would: it needs nothing of a server that the specification does not have, and a server cannot tell
// that it is linli. What goes out is what a person decided on (report.Forward): words, a place and a code. No name, no contact, no
// device_id, no account_id. What comes back is text, whatever it looks like.
//
// Addresses lead to the public internet alone (platform/outbound). The key that a server gave the office is sealed under the
// tenant's key and shown to nobody.
package recipient
