package office

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// How long a session lasts.
const (
	sessionIdle  = time.Hour           // a browser that nobody touches
	sessionEnds  = 12 * time.Hour      // a browser, whatever happens: a working day
	tokenEnds    = 90 * 24 * time.Hour // an API token, and a key of a program
	sessionFresh = 15 * time.Minute    // after signing in, in which factors and tokens can be changed
	touchEvery   = time.Minute         // how exactly linli knows when a session was last used
)

// The doors through which a session comes.
const (
	Web = "web" // a cookie
	API = "api" // Authorization: Bearer

	Feed = "calendar" // the address of a calendar, which shows the account's own sessions and nothing else
)

// methodProvider is how a session came to be that an identity provider answers for.
const methodProvider = "provider"

// Session is one signed-in browser or one API token. The store knows the hash of its secret only.
type Session struct {
	Tenant, ID, Account id.ID
	Hash                Hash
	Door                string // Web, API, Feed or Device
	Method              string // "password", "passkey", "provider", "enrolment", "token", "calendar" or "device": how it came to be
	CreatedAt           time.Time
	SeenAt              time.Time // to the minute
	EndsAt              time.Time
}

// Lasts reports whether the session stands at t.
func (s Session) Lasts(t time.Time) bool {
	return t.Before(s.EndsAt) && (s.Door != Web || t.Sub(s.SeenAt) < sessionIdle)
}

// SignedIn is who stands behind a request.
type SignedIn struct {
	Actor   access.Actor
	Account Colleague
	Session id.ID
	Since   time.Time // when the session began
	Method  string    // how it came to be, as in [Session]
}

// Fresh reports whether the sign-in is recent enough to change factors and tokens. One through a provider never is: the
// provider may have asked nothing, hours after its own sign-in.
func (s SignedIn) Fresh(now time.Time) bool {
	return s.Method != methodProvider && now.Sub(s.Since) < sessionFresh
}

// ErrNotFresh asks for a new sign-in before a factor or token is changed.
var ErrNotFresh = fault.New(fault.Forbidden, "signin.not_fresh")

// Resolve turns a cookie's or header's token into who is asking. The posts are those held at this moment, to the second
// where another process changed them. Error: Unauthenticated "signin.session.over" for a token that is unknown, over,
// revoked or came through the wrong door.
func (s *Service) Resolve(ctx context.Context, token, door string) (SignedIn, error) {
	now := s.clock.Now()
	r, err := recall(s.known, tokenKey(token), func() (resolved, error) { return s.resolve(ctx, token, now) })
	if err != nil {
		return SignedIn{}, err
	}
	if r.session.Door != door || !r.session.Lasts(now) || r.closed {
		return SignedIn{}, errToken
	}
	if now.Sub(r.session.SeenAt) >= touchEvery {
		err := s.repo.Play(ctx, Change{Tenant: r.session.Tenant, Touch: []Touch{{r.session.ID, now}}})
		if err != nil {
			s.log.WarnContext(ctx, "session not touched", "err", err) // the session stands; it only looks idle
		}
	}
	return r.who, nil
}

// tokenKey is what a token is known by: its hash, as in the store.
func tokenKey(token string) any {
	type key struct {
		tag  string
		hash Hash
	}
	tag, h, err := splitToken(token)
	if err != nil {
		return key{}
	}
	return key{tag, h}
}

// resolved is what stands behind a token, without anything that signs somebody in.
type resolved struct {
	session Session
	closed  bool
	who     SignedIn
}

func (s *Service) resolve(ctx context.Context, token string, now time.Time) (resolved, error) {
	session, account, err := s.session(ctx, token)
	if err != nil {
		return resolved{}, err
	}
	posts, former, err := s.posts(ctx, account, now)
	if err != nil {
		return resolved{}, err
	}
	actor := access.Actor{Kind: access.Staff, Tenant: session.Tenant, Account: account.ID, Posts: posts, Former: former, Language: account.Language, Via: session.Door}
	if !account.Organisation.IsZero() {
		actor.Kind, actor.Organisation = access.Provider, account.Organisation
	}
	return resolved{session: session, closed: !account.ClosedAt.IsZero(), who: SignedIn{
		Actor:   actor,
		Account: account.colleague(), Session: session.ID, Since: session.CreatedAt, Method: session.Method,
	}}, nil
}

func (s *Service) session(ctx context.Context, token string) (Session, Account, error) {
	tag, h, err := splitToken(token)
	if err != nil {
		return Session{}, Account{}, err
	}
	tenant, err := s.repo.TenantOf(ctx, tag)
	if err == nil {
		var session Session
		var account Account
		if session, account, err = s.repo.SessionAt(ctx, tenant, h); err == nil {
			return session, account, nil
		}
	}
	return Session{}, Account{}, absent(err, errToken)
}

// posts are the posts that an account holds now, with the units below where a post reaches them, and those that it held. Where a unit has
// ended, they are held for what it left too: what is open there, and what it has to keep, is nobody's otherwise.
func (s *Service) posts(ctx context.Context, account Account, now time.Time) (_ []access.Post, former []access.Former, _ error) {
	held, err := s.repo.PostsOf(ctx, account.Tenant, account.ID, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	tree, err := s.tree(ctx, account.Tenant)
	if err != nil {
		return nil, nil, err
	}
	posts, left := make([]access.Post, 0, len(held)), []access.Post(nil)
	for _, p := range held {
		if !p.Runs(now) {
			if p.From.Before(now) {
				former = append(former, access.Former{Kind: p.Kind, Unit: p.Unit, Until: p.To})
			}
			continue
		}
		in := func(unit id.ID) access.Post {
			post := access.Post{Kind: p.Kind, Unit: unit, Heir: unit != p.Unit}
			if p.Kind.ReachesBelow() {
				post.Below = tree.Below(unit)
			}
			return post
		}
		posts = append(posts, in(p.Unit))
		if p.Kind == access.Administrator {
			continue
		}
		for _, unit := range tree.Left(p.Unit, now) {
			left = append(left, in(unit))
		}
	}
	return append(posts, left...), former, nil // the own first: that is where the account works
}

// AtWork is an account for a job that does what it asked for, with the posts that it holds now; a closed account holds none.
func (s *Service) AtWork(ctx context.Context, tenant, account id.ID) (access.Actor, error) {
	who := access.Actor{Kind: access.Staff, Tenant: tenant, Account: account, Via: "job"}
	x, err := s.repo.Account(ctx, tenant, account)
	if err == nil && x.ClosedAt.IsZero() {
		who.Language = x.Language
		who.Posts, who.Former, err = s.posts(ctx, x, s.clock.Now())
	}
	return who, err
}

// newSession makes a session for an account that has proven who it is.
func (s *Service) newSession(t Tenant, account id.ID, door, method string) (string, Session, error) {
	token, h, err := newToken(t.Tag)
	now, lasts := s.clock.Now(), sessionEnds
	if door != Web {
		lasts = tokenEnds
	}
	return token, Session{Tenant: t.ID, ID: s.ids.New(), Account: account, Hash: h, Door: door, Method: method,
		CreatedAt: now, SeenAt: now, EndsAt: now.Add(lasts)}, err
}

// SignOut ends the session of a token; one that is over already is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	session, _, err := s.session(ctx, token)
	if err != nil {
		return absent(err, nil)
	}
	return s.repo.Play(ctx, Change{Tenant: session.Tenant, EndSession: []id.ID{session.ID}})
}

// Sessions lists the sessions and tokens of the actor's own account that stand, newest first.
func (s *Service) Sessions(ctx context.Context, a access.Actor) ([]Session, error) {
	if err := own(a); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	all, err := s.repo.SessionsOf(ctx, a.Tenant, a.Account, now)
	return slices.DeleteFunc(all, func(x Session) bool { return !x.Lasts(now) }), err
}

// EndSession ends one of the actor's own sessions or tokens. It wants a fresh sign-in: whoever finds a browser open must not
// end what the account's owner does elsewhere (ASVS 5.0 V7.5.2). The present one ends with [Service.SignOut].
func (s *Service) EndSession(ctx context.Context, who SignedIn, session id.ID) error {
	a := who.Actor
	mine, err := s.Sessions(ctx, a)
	if err != nil {
		return err
	}
	if !who.Fresh(s.clock.Now()) {
		return ErrNotFresh
	}
	if !slices.ContainsFunc(mine, func(x Session) bool { return x.ID == session }) {
		return ErrNotFound
	}
	return s.repo.Play(ctx, Change{Tenant: a.Tenant, EndSession: []id.ID{session}})
}

// EndAll ends every session and token of the actor's own account, the present one too. It wants a fresh sign-in.
func (s *Service) EndAll(ctx context.Context, who SignedIn) error {
	if err := own(who.Actor); err != nil {
		return err
	}
	if !who.Fresh(s.clock.Now()) {
		return ErrNotFresh
	}
	return s.repo.Play(ctx, Change{Tenant: who.Actor.Tenant, EndAll: []id.ID{who.Actor.Account}})
}

// IssueToken makes an API token with the rights of the actor's own account, shown once. It wants a fresh sign-in.
func (s *Service) IssueToken(ctx context.Context, who SignedIn) (string, error) {
	return s.issue(ctx, who, API, "token")
}

// IssueFeed makes the secret of a calendar address of the actor's own account, shown once. It wants a fresh sign-in and is
// ended like a token.
func (s *Service) IssueFeed(ctx context.Context, who SignedIn) (string, error) {
	return s.issue(ctx, who, Feed, "calendar")
}

func (s *Service) issue(ctx context.Context, who SignedIn, door, method string) (string, error) {
	if err := staff(who.Actor); err != nil {
		return "", err
	}
	if !who.Fresh(s.clock.Now()) {
		return "", ErrNotFresh
	}
	t, err := s.repo.Tenant(ctx, who.Actor.Tenant)
	if err != nil {
		return "", err
	}
	token, session, err := s.newSession(t, who.Actor.Account, door, method)
	if err != nil {
		return "", err
	}
	return token, s.repo.Play(ctx, Change{Tenant: t.ID, Sessions: []Session{session},
		Events: []Event{s.event(who.Actor, method+".issued", who.Account.Unit, who.Actor.Account, "")}})
}

// SetLanguage changes the language in which linli speaks to the actor.
func (s *Service) SetLanguage(ctx context.Context, a access.Actor, language string) error {
	if err := own(a); err != nil {
		return err
	}
	var l fault.List
	if s.checkLanguage(&l, "language", language); l.Err() != nil {
		return l.Err()
	}
	return decide(func() error {
		x, err := s.repo.Account(ctx, a.Tenant, a.Account)
		if err != nil || x.Language == language {
			return err
		}
		x.Language = language
		x.Version++
		return s.repo.Play(ctx, Change{Tenant: a.Tenant, Accounts: []Account{x}})
	})
}

// own is the first line of what people do with their own account.
func own(a access.Actor) error {
	if a.Kind != access.Staff && a.Kind != access.Provider || a.Account.IsZero() {
		return access.ErrSignIn
	}
	return nil
}

// staff is the first line of what an account of an organisation has not: it answers referrals in its browser, and nowhere else.
func staff(a access.Actor) error {
	if a.Kind == access.Provider {
		return access.ErrNotFound
	}
	return own(a)
}
