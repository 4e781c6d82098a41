// Package picture finds on a photograph what could point at a person 人脸、车牌: faces and number plates. Like package redact it
// proposes and a person decides, since it finds some and never all, and now and then something else.
//
// It finds and does not recognise: there is no template, no measure of a face, no letter of a plate, nothing to compare with and
// nothing that is kept. What comes out are rectangles of one picture, computed when somebody is about to look at it.
//
//	kept file ──blob.Cleaner.Scaled──▶ at most [Side] pixels a side ──Find──▶ areas ──▶ boxes that a person takes away or adds to
//
// Faces are found by the cascade of pixel comparisons of Markuš et al. (“Object Detection with Pixel Intensity Comparisons Organized
// in Decision Trees”, 2013), upright and a little tilted, from about [leastFace] pixels on; a face in profile, behind a mask or from
// behind is mostly missed. Plates are found by their colours and by upright strokes in a row: those of the mainland (GA 36: white on
// blue, black on yellow, on green and on white), and of places where plates are dark on white.
//
// The time is bounded by the size of the reduced picture, whatever is on it, and so is the number of what is found ([Most]).
package picture
