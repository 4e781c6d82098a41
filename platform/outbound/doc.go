// Package outbound posts signed messages to addresses on the public internet, as Standard Webhooks say
// (https://www.standardwebhooks.com, 1.0). It knows nothing of what they say.
//
// Where a name leads is looked at when the connection is made, after it was resolved: an address of the machine or of its
// network is refused (OWASP ASVS 5.0, V1.3.6). No proxy is used and no redirect is followed, time and size are bounded, and of an
// answer to a message its number and its first kilobyte alone are read. [Client.Ask] reaches other servers under the same rules and reads what they say.
package outbound
