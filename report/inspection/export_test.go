package inspection

import "linli/platform/id"

// Photograph is a picture as [Service.Upload] writes it down.
func Photograph(of id.ID) Command {
	return Attach{id: of, kind: "image/jpeg", size: 1, name: []byte(`"a.jpg"`)}
}
