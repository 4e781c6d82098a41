package resident

import "strings"

// Exit is a page that anybody may be seen reading, a weather forecast: there the quick exit leads.
const Exit = "https://weather.cma.cn/"

// IsDiscreet reports whether an address belongs to somebody who applies or has a slip. Whatever is answered there, also
// by others and before a route is found, has the quick exit.
func IsDiscreet(path string) bool {
	for _, root := range []string{"/apply", "/r"} {
		if path == root || strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return false
}
