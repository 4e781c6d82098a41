package picture

import (
	"cmp"
	"image"
	"slices"

	"linli/platform/blob"
)

const (
	// Side is the longer side, in pixels, of the picture that is looked at.
	Side = 1280
	// Most is how many places are proposed at most, those first that look most like it.
	Most = 32
)

// Kind is what was found.
type Kind string

// The kinds.
const (
	Face  Kind = "face"
	Plate Kind = "plate"
)

// Found is a place of a picture where something could point at a person.
type Found struct {
	Kind Kind
	At   blob.Area // a little larger than what was found
}

// find is a place in pixels, with how much it looks like what it is taken for.
type find struct {
	kind Kind
	at   image.Rectangle
	like float64
}

// Find proposes what could be covered on an upright picture; of one that is larger than [Side] the caller makes a smaller one first.
// Error: the cascade was not built in.
func Find(img *image.RGBA) ([]Found, error) {
	b := img.Bounds()
	if b.Dx() < leastPlate || b.Dy() < leastFace || max(b.Dx(), b.Dy()) > Side {
		return nil, nil
	}
	p := planeOf(img)
	all, err := faces(p.light)
	if err != nil {
		return nil, err
	}
	all = append(best(all), best(plates(p))...)
	if len(all) > Most {
		all = all[:Most]
	}
	var out []Found
	for _, f := range all {
		if a := area(f.at, b.Dx(), b.Dy()); a.W > 0 && a.H > 0 {
			out = append(out, Found{f.kind, a})
		}
	}
	return out, nil
}

// best leaves of places that overlap the one that looks most like it, the likeliest first. What was found in pieces of about the same height
// side by side, as the letters of a near plate are, is one.
func best(all []find) []find {
	slices.SortStableFunc(all, func(a, b find) int { return cmp.Compare(b.like, a.like) })
	var out []find
	for _, f := range all {
		i := slices.IndexFunc(out, func(o find) bool { return overlap(o.at, f.at) })
		switch {
		case i < 0 && len(out) < Most:
			out = append(out, f)
		case i >= 0 && f.kind == Plate && beside(out[i].at, f.at):
			out[i].at = out[i].at.Union(f.at)
		}
	}
	return out
}

// beside reports whether two places stand side by side: neither reaches far above or below the other.
func beside(a, b image.Rectangle) bool {
	return 3*a.Union(b).Dy() < 5*min(a.Dy(), b.Dy())
}

// overlap reports whether two places share a third of the smaller one.
func overlap(a, b image.Rectangle) bool {
	size := func(r image.Rectangle) int { return r.Dx() * r.Dy() }
	return 3*size(a.Intersect(b)) > min(size(a), size(b))
}

// area is a rectangle in thousandths of a picture, rounded outwards and cut off at its edges.
func area(r image.Rectangle, w, h int) blob.Area {
	r = r.Intersect(image.Rect(0, 0, w, h))
	x, y := r.Min.X*1000/w, r.Min.Y*1000/h
	return blob.Area{X: x, Y: y, W: min(1000, (r.Max.X*1000+w-1)/w) - x, H: min(1000, (r.Max.Y*1000+h-1)/h) - y}
}
