package sqlite_test

import (
	"testing"

	"huiying/internal/store/storetest"
)

func TestInbox(t *testing.T) { storetest.Inbox(t, storetest.SQLite) }
