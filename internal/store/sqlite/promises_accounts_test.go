package sqlite_test

import (
	"testing"

	"huiying/internal/store/storetest"
)

func TestAccounts(t *testing.T) { storetest.Accounts(t, storetest.SQLite) }
