// Package page turns what a handler found into a page that a person reads.
//
// A handler calls [Renderer.Render] with the name of a template and one plain value. The page is built in memory first,
// so nobody ever receives half of one. A page template holds its content and small definitions:
//
//	{{define "layout"}}staff{{end}}            staff, resident or public
//	{{define "title"}}{{t "mediation.accept.title"}}{{end}}
//	{{define "description"}}…{{end}}           of a page that is to be found: one sentence about it, for programs
//	{{define "before"}}{{backLink "href" "/mediation"}}{{end}}     optional: what stands before the main part
//	<h1 class="govuk-heading-l">…</h1>
//	{{form "/mediation/accept"}}
//	  {{textarea "name" "summary" "label" (t "mediation.accept.summary")}}
//	  {{button "text" (t "page.continue")}}
//	</form>
//
// What several pages of a folder share stands once, as a definition in the folder's parts/, and is shown with
// {{part "name" .}}, like a page's own definitions.
//
// The parts of a page (button, input, table …) are the components of govuk-frontend written as Go templates in kit/;
// their options have the names that govuk-frontend gives them and are passed as name and value, one after the other. A
// wrong name is an error, and a test renders every page. When the page's value holds a [Form], each field shows what was
// typed and what is wrong with it, and the error summary stands above the content by itself.
package page
