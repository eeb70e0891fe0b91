package sqlite_test

import (
	"testing"

	"huiying/internal/store/storetest"
)

func TestUnits(t *testing.T) { storetest.Units(t, storetest.SQLite) }
