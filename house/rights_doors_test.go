package house_test

import "strings"

// door says which accounts an address lets in: at what is of village V1, and at the same of village V2. Nobody of another
// tenant is ever let in, nor anybody who has not signed in.
type door struct{ own, other string }

const (
	everybody = "clerk mediator second lead other.clerk other.mediator upper.lead admin privacy statistician records"
	nobody    = ""
)

// doors are written by hand from the design, one for each route of the table that is not open to everybody, so that a loosened
// policy is seen here. A route that stands in none of these lists fails the test.
var doors = map[string]door{
	// an account's own pages; its keys, tokens and sessions change only where a person has signed in, not for a program's token
	"GET /account":                             {everybody, nobody},
	"POST /account/digest":                     {everybody, nobody},
	"POST /account/language":                   {everybody, nobody},
	"POST /account/passkeys":                   {everybody, nobody},
	"POST /account/passkeys/begin":             {nobody, nobody},
	"POST /account/passkeys/{credential}/drop": {nobody, nobody},
	"POST /account/password":                   {everybody, nobody},
	"POST /account/provider":                   {nobody, nobody},
	"POST /account/provider/unlink":            {nobody, nobody},
	"POST /account/sessions/end":               {nobody, nobody},
	"POST /account/sessions/{id}/end":          {nobody, nobody},
	"POST /account/tokens":                     {nobody, nobody},
	"GET /due":                                 {everybody, nobody},
	"POST /due/notices":                        {everybody, nobody},
	"POST /due/feed":                           {nobody, nobody},
	"GET /start":                               {everybody, nobody},
	"GET /offline":                             {everybody, nobody}, // a device of one's own; what it may take along is asked of each case
	"GET /offline/things":                      {everybody, nobody},
	"POST /offline/device":                     {everybody, nobody},
	"POST /offline/photograph":                 {everybody, nobody},
	"POST /offline/send":                       {everybody, nobody},
	"POST /offline/take":                       {everybody, nobody},

	// cases
	"GET /mediations":                                     {"clerk mediator second lead other.clerk other.mediator upper.lead", nobody},
	"GET /caseload":                                       {"lead upper.lead", nobody},
	"POST /caseload":                                      {nobody, nobody}, // nobody's was chosen: web/mediation TestACaseloadIsHandedOver
	"GET /mediations/new":                                 {"clerk other.clerk", nobody},
	"POST /mediations/new":                                {"clerk other.clerk", nobody},
	"GET /mediations/paper":                               {"clerk other.clerk", nobody},
	"POST /mediations/paper":                              {"clerk other.clerk", nobody},
	"GET /mediations/{id}":                                {"clerk mediator lead", "other.clerk"},
	"GET /mediations/{id}/created":                        {"clerk mediator lead", "other.clerk"},
	"GET /mediations/{id}/demands/{demand}":               {"lead privacy", nobody},
	"POST /mediations/{id}/demands/{demand}":              {"privacy", nobody},
	"GET /mediations/{id}/demands/{demand}/papers.pdf":    {nobody, nobody}, // nothing has been given yet
	"GET /mediations/{id}/demands/{demand}/order":         {nobody, nobody}, // nor was its order scanned
	"POST /mediations/{id}/files":                         {"clerk mediator", "other.clerk"},
	"GET /mediations/{id}/files/{file}":                   {"clerk mediator", nobody},
	"GET /mediations/{id}/lost":                           {"clerk lead", "other.clerk"},
	"POST /mediations/{id}/lost":                          {"clerk lead", "other.clerk"},
	"GET /mediations/{id}/nickname":                       {"clerk mediator lead", "other.clerk"}, // each its own
	"POST /mediations/{id}/nickname":                      {"clerk mediator lead", "other.clerk"},
	"GET /mediations/{id}/papers":                         {"clerk mediator", "other.clerk"},
	"GET /mediations/{id}/papers/{paper}":                 {"clerk mediator", "other.clerk"},
	"GET /mediations/{id}/print":                          {"clerk mediator", "other.clerk"},
	"POST /mediations/{id}/print":                         {"clerk mediator", "other.clerk"},
	"GET /mediations/{id}/print/file.pdf":                 {nobody, nobody}, // nobody has asked for it yet
	"GET /mediations/{id}/signature/{act}":                {"clerk mediator lead", "other.clerk"},
	"POST /mediations/{id}/signature/{act}":               {"lead", "other.clerk"},
	"POST /mediations/{id}/signature/{act}/code":          {nobody, "other.clerk"},
	"POST /mediations/{id}/signature/{act}/passkey":       {"clerk mediator lead", "other.clerk"},
	"POST /mediations/{id}/signature/{act}/passkey/begin": {"clerk mediator lead", "other.clerk"},
	"POST /mediations/{id}/slip":                          {"clerk", "other.clerk"},
	"POST /mediations/{id}/slip/print":                    {nobody, nobody}, // the passphrase that was just issued opens it, and nothing else
	"POST /mediations/{id}/slip/receipt":                  {nobody, nobody},
	"GET /mediations/{id}/statutory":                      {"clerk mediator lead privacy", "other.clerk privacy"},
	"POST /mediations/{id}/statutory":                     {"clerk mediator lead privacy", "other.clerk privacy"},
	"GET /mediations/{id}/survey":                         {"clerk", "other.clerk"},
	"POST /mediations/{id}/survey":                        {nobody, nobody}, // nobody has taken part to the end yet
	"GET /mediations/{id}/urgent":                         {"clerk lead privacy", "other.clerk privacy"},
	"GET /mediations/{id}/export":                         {"clerk mediator lead privacy records", "other.clerk upper.lead privacy"},
	"POST /mediations/{id}/export":                        {"clerk mediator", "other.clerk"},
	"POST /mediations/{id}/urgent":                        {"clerk lead", "other.clerk"},

	// the office's day: calendar, counter, forms, archive
	"GET /archive":  {"records", nobody},
	"GET /calendar": {"clerk mediator second lead other.clerk other.mediator upper.lead", nobody},

	"GET /calendar.ics":         {"clerk mediator second lead other.clerk other.mediator upper.lead", nobody},
	"POST /calendar/feed":       {nobody, nobody},
	"POST /counter/number":      {"clerk other.clerk", nobody},
	"GET /counter":              {"clerk lead other.clerk upper.lead privacy", nobody},
	"GET /counter/{of}/{case}":  {"clerk lead", "other.clerk"}, // of a report; who else, of what: app/lost_slip_test.go
	"POST /counter/{of}/{case}": {"clerk lead", "other.clerk"},
	"GET /forms":                {everybody, nobody},
	"GET /forms/{form}":         {everybody, nobody},

	// reports about a place or a service wait in the queue of their unit
	"GET /reports":                                  {"clerk lead other.clerk upper.lead", nobody},
	"POST /reports/assign":                          {"clerk lead other.clerk upper.lead", nobody},
	"POST /reports/views":                           {"clerk lead other.clerk upper.lead", nobody}, // each its own
	"GET /reports/file":                             {"clerk lead other.clerk upper.lead", nobody},
	"POST /reports/file":                            {"clerk lead other.clerk upper.lead", nobody}, // asked to do nothing; what by whom: app/queue_file_test.go
	"POST /reports/file/take":                       {nobody, nobody},
	"GET /reports/open311.csv":                      {"clerk lead other.clerk upper.lead", nobody}, // what everybody may read
	"GET /reports/new":                              {"clerk lead other.clerk upper.lead", nobody},
	"POST /reports/new":                             {"clerk lead other.clerk upper.lead", nobody},
	"POST /reports/{report}/files":                  {nobody, nobody}, // who has not taken it adds nothing
	"GET /complaints/{complaint}/files/{file}":      {nobody, nobody},
	"POST /complaints/{complaint}/files":            {nobody, nobody},
	"GET /reports/{report}":                         {"clerk lead", "other.clerk"},
	"GET /reports/{report}/files/{file}":            {nobody, nobody},
	"GET /reports/{report}/publish":                 {nobody, nobody},
	"POST /reports/{report}/publish":                {nobody, nobody},
	"GET /reports/{report}/print":                   {nobody, nobody},
	"POST /reports/{report}/print":                  {nobody, nobody},
	"GET /reports/{report}/print/file.pdf":          {nobody, nobody},
	"GET /complaints/{complaint}/print":             {nobody, nobody},
	"POST /complaints/{complaint}/print":            {nobody, nobody},
	"GET /complaints/{complaint}/print/file.pdf":    {nobody, nobody},
	"GET /reports/{report}/propose_take_out":        {nobody, nobody},
	"GET /reports/{report}/take_out":                {nobody, nobody},
	"POST /reports/{report}/propose_take_out":       {nobody, nobody},
	"POST /reports/{report}/take_out":               {nobody, nobody},
	"GET /complaints/{complaint}/propose_take_out":  {nobody, nobody},
	"GET /complaints/{complaint}/take_out":          {nobody, nobody},
	"POST /complaints/{complaint}/propose_take_out": {nobody, nobody},
	"POST /complaints/{complaint}/take_out":         {nobody, nobody},
	"GET /reports/{report}/{event}":                 {"clerk lead", "other.clerk"},
	"POST /reports/{report}/{event}":                {"clerk lead", "other.clerk"},

	// the office's own duties: whoever works in a unit, never an administrator or a statistician; of real occurrences: web/duty
	"GET /duties":                            {"clerk mediator second lead other.clerk other.mediator upper.lead privacy records", nobody},
	"GET /duties/board":                      {"clerk mediator second lead other.clerk other.mediator upper.lead privacy records", nobody},
	"GET /duties/shifts":                     {"clerk mediator second lead other.clerk other.mediator upper.lead privacy records", nobody},
	"GET /duties/statements":                 {"clerk mediator second lead other.clerk other.mediator upper.lead privacy records", nobody},
	"GET /duties/{duty}/statement.pdf":       {nobody, nobody},
	"GET /duties/{duty}/sign":                {nobody, nobody},
	"POST /duties/{duty}/sign":               {nobody, nobody},
	"POST /duties/{duty}/sign/passkey":       {nobody, nobody},
	"POST /duties/{duty}/sign/passkey/begin": {nobody, nobody},
	"GET /duties/new":                        {"clerk lead other.clerk upper.lead", nobody},
	"POST /duties/new":                       {"clerk lead other.clerk upper.lead", nobody},
	"GET /duties/{duty}":                     {nobody, nobody},
	"GET /duties/{duty}/files/{evidence}":    {nobody, nobody},
	"GET /duties/{duty}/{event}":             {nobody, nobody},
	"POST /duties/{duty}/{event}":            {nobody, nobody},

	// registers and complaints: the desk of a complaint stands above the unit that it is about
	"GET /complaints":                      {"clerk lead other.clerk upper.lead privacy", nobody},
	"GET /complaints/new":                  {"clerk lead other.clerk upper.lead privacy", nobody},
	"POST /complaints/new":                 {"clerk lead other.clerk upper.lead privacy", nobody},
	"GET /complaints/{complaint}":          {"upper.lead", "upper.lead"},
	"GET /complaints/{complaint}/{event}":  {"upper.lead", "upper.lead"},
	"POST /complaints/{complaint}/{event}": {"upper.lead", "upper.lead"},
	"GET /demands":                         {"lead upper.lead privacy", nobody},
	"GET /demands/new":                     {"lead upper.lead privacy", nobody},
	"POST /demands/new":                    {"lead upper.lead privacy", nobody},
	"GET /demands/{demand}":                {"lead privacy", nobody},
	"POST /demands/{demand}":               {"privacy", nobody},
	"GET /demands/{demand}/papers.pdf":     {nobody, nobody}, // nothing has been given yet
	"GET /demands/{demand}/order":          {nobody, nobody}, // nor was its order scanned
	"GET /urgent":                          {"lead upper.lead privacy", nobody},
	"GET /urgent/{case}":                   {"clerk lead privacy", "other.clerk privacy"}, // of a report; of a complaint: web/aside
	"POST /urgent/{case}":                  {"clerk lead", "other.clerk"},
	"GET /urgent/{case}/read":              {nobody, nobody},                               // none runs
	"GET /exports/{case}":                  {"lead privacy records", "upper.lead privacy"}, // of a report that nobody handles; of others: house/export_others_test.go
	"POST /exports/{case}":                 {nobody, nobody},

	// the register of breaches: the officer keeps it, who leads the top unit is its second person
	"GET /breaches":                       {"upper.lead privacy", nobody},
	"GET /breaches/new":                   {"privacy", nobody},
	"POST /breaches/new":                  {"privacy", nobody},
	"GET /breaches/register.pdf":          {nobody, nobody}, // there is no entry yet
	"GET /breaches/{breach}":              {nobody, nobody},
	"POST /breaches/{breach}":             {nobody, nobody},
	"GET /breaches/{breach}/register.pdf": {nobody, nobody},
	"GET /breaches/{breach}/notice":       {nobody, nobody},
	"POST /breaches/{breach}/notice":      {nobody, nobody},

	// inspections: nobody in this office inspects, so nothing is there to be opened (app/inspection_test.go has who inspects)
	"GET /inspections":                             {"lead upper.lead records", nobody},
	"GET /inspections/new":                         {nobody, nobody},
	"POST /inspections/new":                        {nobody, nobody},
	"GET /inspections/{inspection}":                {nobody, nobody},
	"GET /inspections/{inspection}/files/{file}":   {nobody, nobody},
	"GET /inspections/{inspection}/papers/{paper}": {nobody, nobody},
	"GET /inspections/{inspection}/{event}":        {nobody, nobody},
	"POST /inspections/{inspection}/{event}":       {nobody, nobody},
	"GET /places":                                  {"lead upper.lead records", nobody},
	"GET /places.csv":                              {"lead upper.lead records", nobody},
	"GET /places/import":                           {"lead upper.lead", nobody},
	"POST /places/import":                          {"lead upper.lead", nobody},
	"POST /places/undo":                            {nobody, nobody}, // nothing was brought in
	"GET /places/new":                              {"lead upper.lead", nobody},
	"POST /places/new":                             {"lead upper.lead", nobody},
	"GET /places/{place}":                          {nobody, nobody},
	"POST /places/{place}":                         {nobody, nobody},
	"POST /places/{place}/end":                     {nobody, nobody},
	"GET /rounds":                                  {"lead upper.lead records", nobody},
	"GET /rounds/{place}":                          {nobody, nobody},
	"POST /rounds/{place}":                         {nobody, nobody},

	// figures
	"GET /figures":             {"lead upper.lead privacy statistician", nobody},
	"GET /figures/indicators":  {"lead upper.lead privacy statistician", nobody},
	"GET /figures/card":        {"lead upper.lead privacy statistician", nobody},
	"POST /figures/card":       {"upper.lead", nobody},
	"GET /figures/late":        {nobody, nobody}, // of no figure; of which, and to whom: app/behind_test.go
	"GET /figures/return":      {"lead upper.lead privacy statistician", nobody},
	"POST /figures/return":     {"lead upper.lead", nobody},
	"GET /figures/return.csv":  {"lead upper.lead privacy statistician", nobody},
	"GET /figures/return.xlsx": {"lead upper.lead privacy statistician", nobody},
	"GET /figures/returns":     {"lead upper.lead privacy statistician", nobody},
	"GET /figures/survey":      {"lead upper.lead privacy statistician", nobody},
	// of the whole office alone: what stands there is not counted by unit for a unit's own lead
	"GET /figures/neighbourhood":                     {"upper.lead privacy statistician", nobody},
	"GET /figures/neighbourhood/new":                 {"upper.lead", nobody},
	"POST /figures/neighbourhood/new":                {"upper.lead", nobody},
	"GET /figures/neighbourhood/{wave}":              {nobody, nobody},
	"POST /figures/neighbourhood/{wave}":             {nobody, nobody},
	"POST /figures/neighbourhood/{wave}/letters.pdf": {nobody, nobody},

	// mediators and stipends
	"GET /mediations/{id}/stipend":  {"mediator lead upper.lead", nobody},
	"POST /mediations/{id}/stipend": {"lead upper.lead", nobody},
	"GET /outreach":                 {"clerk lead other.clerk upper.lead", nobody},
	"GET /outreach/new":             {"clerk lead other.clerk upper.lead", nobody},
	"POST /outreach/new":            {"clerk lead other.clerk upper.lead", nobody},
	"POST /outreach/{id}/end":       {nobody, nobody},
	// the directory of services is kept by the post of referral alone, which nobody here holds: web/referral shows that it lets that post in
	// requests for help are opened by the post of referral alone: web/help and app show whom; a unit's lead has the list
	"GET /help":                             {"lead upper.lead", nobody},
	"GET /help/new":                         {"clerk other.clerk", nobody},
	"POST /help/new":                        {"clerk other.clerk", nobody},
	"GET /help/{help}":                      {nobody, nobody},
	"GET /help/{help}/refer":                {nobody, nobody},
	"POST /help/{help}/refer":               {nobody, nobody},
	"GET /help/{help}/{event}":              {nobody, nobody},
	"POST /help/{help}/{event}":             {nobody, nobody},
	"GET /help/{help}/{referral}/fhir.json": {nobody, nobody},
	"GET /help/{help}/{referral}/{event}":   {nobody, nobody},
	"POST /help/{help}/{referral}/{event}":  {nobody, nobody},
	// what an organisation is asked, for its own accounts alone: TestAnOrganisationFindsNothingElseInTheHouse
	"GET /provider":                            {nobody, nobody},
	"GET /provider/{link}":                     {nobody, nobody},
	"POST /provider/{link}":                    {nobody, nobody},
	"GET /directory":                           {nobody, nobody},
	"GET /directory/new":                       {nobody, nobody},
	"POST /directory/new":                      {nobody, nobody},
	"GET /directory/{service}":                 {nobody, nobody},
	"POST /directory/{service}":                {nobody, nobody},
	"GET /directory/all/{kind}":                {nobody, nobody},
	"GET /directory/all/{kind}/new":            {nobody, nobody},
	"POST /directory/all/{kind}/new":           {nobody, nobody},
	"GET /directory/{kind}/{part}":             {nobody, nobody},
	"GET /directory/{kind}/{part}/edit":        {nobody, nobody},
	"POST /directory/{kind}/{part}/edit":       {nobody, nobody},
	"GET /directory/{kind}/{part}/add/{list}":  {nobody, nobody},
	"POST /directory/{kind}/{part}/add/{list}": {nobody, nobody},
	"GET /roster":                              {"clerk mediator second lead other.clerk other.mediator upper.lead", nobody},
	"GET /roster/{account}":                    {"clerk mediator second lead other.clerk other.mediator upper.lead", "clerk mediator second lead other.clerk other.mediator upper.lead"},
	"POST /roster/{account}":                   {"mediator", "other.mediator"},
	"GET /stipends":                            {"mediator second lead other.mediator upper.lead", nobody},
	"GET /stipends/{unit}":                     {"lead upper.lead", "upper.lead"},
	"POST /stipends/{unit}":                    {"lead upper.lead", "upper.lead"},
	"GET /stipends/{unit}/{month}":             {"lead upper.lead", nobody},
	"POST /stipends/{unit}/{month}":            {"lead upper.lead", nobody},
	"POST /stipends/{unit}/{month}/list.xlsx":  {"lead upper.lead", nobody},

	// units, accounts and posts
	"GET /office":                                        {"admin", nobody},
	"POST /office/jobs/{job}/retry":                      {"admin", nobody},
	"GET /office/providers":                              {"lead upper.lead admin privacy", nobody},
	"POST /office/providers":                             {"admin", nobody},
	"POST /office/providers/{account}":                   {"lead upper.lead admin privacy", "upper.lead admin privacy"}, // of its own unit and those below
	"GET /office/record":                                 {"privacy", nobody},
	"GET /office/programs":                               {"admin", nobody},
	"POST /office/programs":                              {nobody, nobody}, // of an administrator whose sign-in is fresh: office
	"GET /office/programs/{id}":                          {nobody, nobody},
	"POST /office/programs/{id}":                         {nobody, nobody},
	"GET /office/recipients":                             {"admin", nobody},
	"GET /office/recipients/new":                         {"admin", nobody},
	"POST /office/recipients/new":                        {"admin", nobody},
	"GET /office/recipients/{id}":                        {nobody, nobody},
	"POST /office/recipients/{id}":                       {nobody, nobody},
	"GET /office/rulebook":                               {"upper.lead admin", nobody}, // one writes, another releases; of real versions: web/rulebook
	"POST /office/rulebook":                              {"admin", nobody},
	"GET /office/rulebook/{version}":                     {nobody, nobody},
	"POST /office/rulebook/{version}":                    {nobody, nobody},
	"GET /office/rulebook/{version}/changes":             {nobody, nobody},
	"POST /office/rulebook/{version}/changes":            {nobody, nobody},
	"GET /office/rulebook/{version}/folder.zip":          {nobody, nobody},
	"GET /office/rulebook/{version}/files/{file}":        {nobody, nobody},
	"POST /office/rulebook/{version}/files/{file}":       {nobody, nobody},
	"GET /office/rulebook/{version}/papers/{paper}":      {nobody, nobody},
	"GET /office/webhooks":                               {"admin", nobody},
	"POST /office/webhooks":                              {"admin", nobody},
	"GET /office/webhooks/{id}":                          {nobody, nobody},
	"POST /office/webhooks/{id}":                         {nobody, nobody},
	"GET /office/units/{unit}":                           {"admin", "admin"},
	"POST /office/units/{unit}/accounts":                 {"admin", "admin"},
	"GET /office/units/{unit}/accounts/{account}/close":  {"admin", "admin"},
	"POST /office/units/{unit}/accounts/{account}/close": {"admin", "admin"},
	"POST /office/units/{unit}/accounts/{account}/reset": {"admin", "admin"},
	"POST /office/units/{unit}/close":                    {"admin", "admin"},
	"POST /office/units/{unit}/desk":                     {"admin", "admin"},
	"POST /office/units/{unit}/name":                     {"admin", "admin"},
	"POST /office/units/{unit}/posts":                    {"admin", "admin"},
	"POST /office/units/{unit}/posts/{post}/end":         {"admin", "admin"},
	"POST /office/units/{unit}/rooms":                    {"admin", "admin"},
	"POST /office/units/{unit}/units":                    {"admin", "admin"},
}

// pressed are the buttons of forms that have several, each the one whose right is asked for.
var pressed = map[string]string{
	"POST /roster/{account}": "save", "POST /mediations/{id}/demands/{demand}": "answer", "POST /demands/{demand}": "answer", "POST /mediations/{id}/urgent": "ask", "POST /urgent/{case}": "ask", "POST /mediations/{id}/export": "ask", "POST /exports/{case}": "ask",
	"POST /mediations/{id}/stipend": "approve", "POST /stipends/{unit}": "plan", "POST /stipends/{unit}/{month}": "release",
}

// nothingThere are routes of which an office at rest has nothing: whoever is let in is told so, and everybody else refused.
var nothingThere = []string{"POST /office/jobs/{job}/retry", "POST /office/units/{unit}/rooms"}

// ofNoUnit are routes whose address names nothing of a unit or a tenant.
var ofNoUnit = []string{"GET /forms/{form}", "POST /office/jobs/{job}/retry"}

// known are routes whose rights another test holds, event by event.
var known = map[string]string{
	"GET /mediations/{id}/{event}":  "web/mediation TestEveryActIsRefusedToEveryoneElse",
	"POST /mediations/{id}/{event}": "web/mediation TestEveryActIsRefusedToEveryoneElse",
}

// public are addresses for everybody: what they show is for everybody, whoever asks.
var public = strings.Fields(`/ /{$} /accessibility /apply /apply/form.pdf /apply/receipt /apply/send /apply/slip /ask /complain /due.ics /p/{link} /services /services/{service} /signature.js
	/healthz /invitations /invitations/{id} /invitations/{id}/poster.pdf /language /ledger/{tenant}/checkpoint /ledger/{tenant}/checkpoints /ledger/{tenant}/consistency /ledger/{tenant}/leaves /ledger/{tenant}/proof
	/map/{z}/{x}/{y} /mediators /reported /reported/areas /reported/feed.json /reported/feed.rss /reported/follow /reported/follow/{code} /reported/{report} /reported/{report}/pictures/{n} /offline-worker.js /offline.webmanifest /offline/standing /r /r/again /r/lost /readyz /report /report/later /report/later/door /report-worker.js /resident/enter.js /schema/receipt.json /sign-in /sign-in/enrol /sign-in/enrol/complete /sign-in/code
	/sign-in/passkey /sign-in/passkey/begin /sign-in/provider /sign-in/provider/back /sign-out /static/ /statistics /statistics.csv
	/rulebook /statistics.json /statistics/card /statistics/card.csv /statistics/card.json /statistics/neighbourhood /statistics/neighbourhood.csv /statistics/neighbourhood.json /survey /survey/answers /supervised /transparency /verify /verify/receipt /verify/{mark} /where`)
