package sqlite_test

import (
	"testing"

	"huiying/internal/store/storetest"
)

func TestReview(t *testing.T) { storetest.Review(t, storetest.SQLite) }
