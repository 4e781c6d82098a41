package app

import (
	"net/url"

	"linli/mediation/paper"
	"linli/platform/document"
	officepages "linli/web/office"
	paperpages "linli/web/paper"
	residentpages "linli/web/resident"
)

// papers puts papers, files and signatures into the site, with the fonts that are built in.
func (a *App) papers(s *Site, origin *url.URL, residents *residentpages.Pages) error {
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		return err
	}
	paperpages.New(paperpages.Options{Mediation: a.Mediation, Office: a.Office, Press: paper.NewPress(fonts, a.Texts), Render: s.Pages, Texts: a.Texts,
		Browser: officepages.NewBrowser(s.Edge, s.Edge.Client), Clock: a.Clock, Origin: origin, Party: residents.Resident}).Register(s.Mux)
	return nil
}
