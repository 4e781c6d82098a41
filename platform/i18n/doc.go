// Package i18n speaks to people in their own language.
//
// A text has a key, such as "mediation.guard.consents_missing", whose first segment is its area. The texts of an area
// stand in locales/<area>.<language>.yaml as one flat map from key to text; a key outside its file's area, a key given
// twice and a text for an unknown language are refused when the catalogs are read.
//
// A text may hold placeholders in braces: "{name}". A text that depends on a number is written as two keys, "….one" and
// "….other", and asked for by the key without the ending with an argument n; Chinese needs only "….other" (Unicode CLDR
// plural rules).
//
// Traditional Chinese is written by people as it is used in Taiwan and Hong Kong, never converted.
package i18n
