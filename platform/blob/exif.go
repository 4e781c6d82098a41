package blob

import "encoding/binary"

// orientation reads tag 0x0112 of the first directory of EXIF data (TIFF 6.0, section 2); 0 when there is none.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 && order.Uint16(entries[2:]) == 3 { // type 3: SHORT
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 0
}

// segment is one marker segment of a JPEG before its first scan.
type segment struct {
	marker byte
	body   []byte
	whole  []byte // with marker and length
}

// segments lists the marker segments up to the first scan (ITU-T T.81, annex B), as far as they are well formed.
func segments(raw []byte) []segment {
	var list []segment
	for i := 2; i+4 <= len(raw) && raw[i] == 0xff; {
		marker := raw[i+1]
		if marker == 0xff { // fill byte
			i++
			continue
		}
		if marker == 0xda || marker == 0xd9 {
			break
		}
		n := int(binary.BigEndian.Uint16(raw[i+2:]))
		if n < 2 || i+2+n > len(raw) {
			break
		}
		list = append(list, segment{marker, raw[i+4 : i+2+n], raw[i : i+2+n]})
		i += 2 + n
	}
	return list
}
