// Package office knows the office itself: its units, posts and accounts, and who is signed in.
//
// Words: tenant 机构 (the boundary of one organisation), unit 单位 (a node of its tree: county, township, village), post
// 岗位 (a role in a unit, for a time), account 账号 (a staff login), session 登录会话 (one signed-in browser, or one API
// token), passkey 通行密钥, enrolment 启用码 (a code that lets its holder, once, set a password and a second factor).
//
//	administrator ── creates ──▶ account ── enrolment code ──▶ password + TOTP ──▶ session ──▶ [access.Actor]
//	                                └──── lost phone: a new enrolment code ◀────┘     ▲
//	                                                              passkey ────────────┘
//
// Nothing here is about a resident. Of its staff linli keeps a login name, the name that colleagues and parties see, a
// language, and what proves who they are; no number, no address, no date of birth, no place from which they sign in.
//
// Signing in never locks anybody out. Whoever guesses is slowed down; whoever is guessed at is not. A wrong name and a
// wrong password get the same answer after the same time, and only after the second factor was asked for.
//
// A program 接入程序 of another organisation that reports here is an entry of the office, and of no account: its keys come and go, and what
// it filed stays its own.
//
// What arrives without a tenant (a cookie, a token, an enrolment code) begins with the tenant's random tag.
package office
