package sqlite_test

import (
	"testing"

	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/publishingtest"
)

func TestPublishing(t *testing.T) { publishingtest.Promises(t, storetest.SQLite) }
