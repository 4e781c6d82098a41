package cmc

import "linli/platform/tabular"

// label is a code with the spellings that count as published; the first of them is the one that reports name.
type label struct {
	code  string
	texts []string
}

// Codes of the source of a case: an agency or a way in, never a person.
var sources = []label{
	{"direct_intake", []string{"Direct Intake", "直接申请", "直接申請"}},
	{"external_agency", []string{"External Agency", "外部机构", "外部機構"}},
	{"external_agency", []string{"External Agency Referrals", "外部机构转介", "外部機構轉介"}},
	{"external_agency", []string{"External Agency Referrals - Others"}},
	{"housing", []string{"External Agency Referrals - Housing Development Board (HDB)", "住房机构转介", "住房機構轉介"}},
	{"member_of_parliament", []string{"External Agency Referrals - Member of Parliament", "议员转介", "議員轉介"}},
	{"police", []string{"External Agency Referrals - Singapore Police Force (SPF)", "警方转介", "警方轉介"}},
	{"town_council", []string{"External Agency Referrals - Town Council", "市镇会转介", "市鎮會轉介"}},
	{"court", []string{"Courts", "法院"}},
	{"court_ordered", []string{"Court-Ordered (Community Dispute Resolution Tribunal)", "法院指令"}},
	{"court_ordered", []string{"Court-Ordered- Magistrate's Complaint"}},
	{"contact_centre", []string{"Applications through Contact Centre", "热线申请", "熱線申請"}},
	{"correspondence", []string{"Direct Correspondence", "来信", "來信"}},
	{"walk_in", []string{"Walk Ins", "来访", "來訪"}},
	{"others", []string{"Others", "其他"}},
}

// Codes of the dispute's type, by the relationship between its parties.
var types = []label{
	{"neighbour", []string{"Neighbour", "邻里", "鄰里"}},
	{"family", []string{"Family", "家庭"}},
	{"friends", []string{"Friends", "朋友"}},
	{"colleagues", []string{"Colleagues", "同事"}},
	{"strangers", []string{"Strangers", "陌生人"}},
	{"landlord_tenant", []string{"Landlord-Tenant", "房屋租赁", "房屋租賃"}},
	{"commercial", []string{"Commercial Entities", "商业", "商業"}},
	{"commercial", []string{"Commercial Entity and An Individual", "商业与个人", "商業與個人"}},
	{"other", []string{"Others", "其他"}},
}

// Codes of the outcome.
const (
	NotMediated = "not_mediated" // the case did not come to mediation
	Settled     = "settled"      // mediated, with an agreement
	NotSettled  = "not_settled"  // mediated, without one
)

var outcomes = []label{
	{NotMediated, []string{"Not Mediated", "未调解", "未調解"}},
	{Settled, []string{"Mediation With Settlement", "调解成功", "調解成功"}},
	{NotSettled, []string{"Mediation Without Settlement", "调解不成", "調解不成"}},
}

// vocabulary finds a label by its exact or by its folded spelling.
type vocabulary struct {
	exact  map[string]string // spelling → code
	folded map[string][2]string
}

func newVocabulary(labels []label) vocabulary {
	v := vocabulary{exact: map[string]string{}, folded: map[string][2]string{}}
	for _, l := range labels {
		for _, text := range l.texts {
			v.exact[text] = l.code
			v.folded[tabular.Fold(text)] = [2]string{l.code, text}
		}
	}
	return v
}

// find returns the code of a label, and the published spelling where the label is not written so.
func (v vocabulary) find(text string) (code, published string, ok bool) {
	if code, ok = v.exact[text]; ok {
		return code, "", true
	}
	hit, ok := v.folded[tabular.Fold(text)]
	return hit[0], hit[1], ok
}
