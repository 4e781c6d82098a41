// Package webhook tells programs of the office's own choice that something happened in the office: webhooks 事件推送, signed as
// Standard Webhooks say (https://www.standardwebhooks.com, spec 1.0).
//
//	hook 推送地址       an address of the office, its secrets, the events that it hears of
//	event 事件          one of a closed list; it carries an id and nothing else
//	delivery 投递       one message to one address, tried again later each time, dead after the last attempt
//
// Nothing here comes from a mediation, a referral or a complaint, and no event can: the list is closed, and none of its ids
// names a case or a person. Who wants to know more asks the API, with its own rights.
//
// An address is encrypted (https) and public; package outbound goes there and nowhere else.
package webhook
