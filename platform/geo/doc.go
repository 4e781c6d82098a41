// Package geo holds points on the earth as linli keeps them: latitude and longitude in degrees of WGS 84. A point is of a
// thing or a place that somebody reports, never of a person.
//
// Maps drawn in mainland China are shifted: by GCJ-02 (published nowhere; the form that map services use is known from
// measurement), and by BD-09 on top of it. What comes from such a map declares its [Datum] and is converted at the edge, in
// [Read] or [New]; nothing within linli holds a shifted point. A point that is shown on such a map is converted back by [Point.In].
//
// What is published is coarsened first ([Point.Coarse]): to the middle of a cell of a grid that is fixed to the earth, so
// that asking again and again tells no more than asking once.
package geo
