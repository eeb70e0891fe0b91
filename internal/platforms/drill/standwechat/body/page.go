package body

// Page is a page of a list, in the form that all lists have.
type Page struct {
	Total int   `json:"total_count"`
	Count int   `json:"item_count"`
	Items []any `json:"item"`
}

// Slice cuts a page out of a list; one beyond its end is empty.
func Slice[T any](list []T, offset, count int) []T {
	offset = min(offset, len(list))
	return list[offset : offset+min(count, len(list)-offset)]
}
