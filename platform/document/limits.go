package document

// Limits keep one template, or one case with a very long statement, from occupying the office's machine.
const (
	maxSource  = 256 << 10 // bytes of a template file
	maxText    = 1 << 20   // bytes of an executed template
	maxNesting = 4         // lists inside lists
	maxPages   = 1000      // pages of one PDF
	maxDocs    = 400       // documents in one PDF: the papers of a case and its originals
)
