package page

const (
	falsy        = "an entry that is false or null cannot stand in a Go slice"
	numbered     = "lists page by key: linli has no numbered pages"
	interruption = "linli has no interruption panels"
	enhanced     = "linli takes the browser's own file field, which needs no script and speaks every language"
	textOnly     = "linli says this in plain text"
	omitted      = "a part of the date is left out by naming the others in items"
	exit         = "linli has its own words, and no address of a broadcaster"
)

// differences are the fixtures from which linli departs, each with its reason. A fixture that becomes the same must be
// taken off the list.
var differences = map[string]string{
	"backLink/html":                textOnly,
	"checkboxes/empty conditional": falsy,
	"checkboxes/with falsy values": falsy,
	"dateInput/day and month":      omitted,
	"dateInput/month and year":     omitted,
	"details/summary html":         textOnly,
	"exitThisPage/default":         exit,
	"exitThisPage/testing":         exit,
	"exitThisPage/testing-html":    exit,
	"fileUpload/enhanced":          enhanced,
	"fileUpload/enhanced, custom wrapper classes and attributes": enhanced,
	"fileUpload/enhanced, multiple files":                        enhanced,
	"fileUpload/enhanced, with error message and hint":           enhanced,
	"fileUpload/translated":                                      enhanced,
	"pagination/default":                                         numbered,
	"pagination/first page":                                      numbered,
	"pagination/last page":                                       numbered,
	"pagination/with custom accessible labels on item links":     numbered,
	"pagination/with custom attributes":                          numbered,
	"pagination/with custom classes":                             numbered,
	"pagination/with custom link and item text":                  numbered,
	"pagination/with custom navigation landmark":                 numbered,
	"pagination/with empty items":                                numbered,
	"pagination/with many pages":                                 numbered,
	"panel/interruption":                                         interruption,
	"panel/interruption with custom classes":                     interruption,
	"panel/interruption, button link":                            interruption,
	"panel/interruption, no actions":                             interruption,
	"panel/interruption, no actions items":                       interruption,
	"panel/interruption, submit action":                          interruption,
	"panel/interruption, with actions classes and attributes":    interruption,
	"panel/interruption-with-content-with-long-line-length":      interruption,
	"panel/interruption-with-headings-content-and-lists":         interruption,
	"radios/with empty conditional":                              falsy,
	"radios/with falsy items":                                    falsy,
	"select/with falsy items":                                    falsy,
	"skipLink/html":                                              textOnly,
	"summaryList/with falsy values":                              falsy,
	"table/with falsy items":                                     falsy,
	"tabs/with falsy values":                                     falsy,
	"taskList/with empty values":                                 falsy,
}
