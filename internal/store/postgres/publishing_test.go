package postgres_test

import (
	"testing"

	"huiying/internal/store/sqlstore"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/publishingtest"
)

func TestPublishing(t *testing.T) { publishingtest.Promises(t, storetest.Postgres) }

func TestPublishingRaces(t *testing.T) {
	address := storetest.PostgresSchema(t)
	publishingtest.Races(t, func(t *testing.T) *sqlstore.DB { return storetest.Connect(t, address) })
}
