package access

import (
	"time"

	"linli/platform/id"
)

// ActorKind says what stands behind a request.
type ActorKind string

const (
	Staff    ActorKind = "staff"    // a signed-in account of the office
	Resident ActorKind = "resident" // whoever holds the slip of one case, or applies and has no case yet
	Provider ActorKind = "provider" // a service that has opened the link of one referral, or is signed in for its organisation
	Public   ActorKind = "public"   // nobody in particular
	System   ActorKind = "system"   // linli itself: jobs, tickers and the command line
)

// PostKind is a role in a unit 岗位.
type PostKind string

const (
	Clerk         PostKind = "clerk"         // intake clerk 受理员
	Mediator      PostKind = "mediator"      // 调解员
	Handler       PostKind = "handler"       // case handler of reports 经办人
	Inspector     PostKind = "inspector"     // 检查员
	Referral      PostKind = "referral"      // referral worker 转介员
	Lead          PostKind = "lead"          // unit lead 负责人
	Records       PostKind = "records"       // archivist 档案员
	Privacy       PostKind = "privacy"       // privacy officer 隐私专员
	Statistician  PostKind = "statistician"  // 统计员
	Administrator PostKind = "administrator" // 管理员
)

// PostKinds are all roles, in the order in which lists show them.
func PostKinds() []PostKind {
	return []PostKind{Clerk, Mediator, Handler, Inspector, Referral, Lead, Records, Privacy, Statistician, Administrator}
}

// ReachesBelow reports whether a post carries rights over the units below its own: counts for lead and statistician,
// the office's tree for administrator, logs for the privacy officer. No post lists the cases of a unit below.
func (k PostKind) ReachesBelow() bool {
	switch k {
	case Lead, Privacy, Statistician, Administrator:
		return true
	}
	return false
}

// Post is a role that an account holds in a unit.
type Post struct {
	Kind  PostKind
	Unit  id.ID
	Below []id.ID // the unit and all below it, only where the role reaches below ([PostKind.ReachesBelow]); else empty
	Heir  bool    // the unit has ended, and the account holds this post in the one that has its work now
}

// Former is a post that an account held.
type Former struct {
	Kind  PostKind
	Unit  id.ID
	Until time.Time
}

// Actor is who asks. It lives as long as one request.
type Actor struct {
	Kind         ActorKind
	Tenant       id.ID
	Account      id.ID  // a signed-in account: of staff, or of an organisation
	Organisation id.ID  // services: the organisation of the directory that their account is bound to; zero with a link
	Posts        []Post // staff only: the posts held at this moment
	Former       []Former
	Case         id.ID  // residents: the one case that their slip opens; zero for one who applies; services: that of their referral
	Party        id.ID  // residents: the party that their slip speaks for; services: the referral that they have come to
	Language     string // BCP 47: zh-Hans, zh-Hant or en
	Via          string // the door: "web", "api", "cli" or "job"
}

// Holds reports whether the actor holds a post of this kind in exactly this unit.
func (a Actor) Holds(kind PostKind, unit id.ID) bool {
	for _, p := range a.Posts {
		if p.Kind == kind && p.Unit == unit {
			return true
		}
	}
	return false
}
