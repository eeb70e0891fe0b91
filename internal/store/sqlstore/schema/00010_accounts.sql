-- The tables of the accounts desk: the register, filings and their numbers, bindings, findings. What is searched or must
-- be unique has a column; the rest of an entry is JSON of the accounts store.

CREATE TABLE accounts (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  version     INTEGER NOT NULL,
  platform    TEXT NOT NULL,
  type        TEXT NOT NULL,
  name        TEXT NOT NULL,
  platform_id TEXT NOT NULL,
  sponsor     TEXT NOT NULL,
  state       TEXT NOT NULL,
  entry       TEXT NOT NULL
);
CREATE UNIQUE INDEX accounts_platform_id ON accounts (platform, platform_id)
  WHERE platform_id <> '' AND state NOT IN ('closed', 'cancelled');
CREATE UNIQUE INDEX accounts_sponsor ON accounts (platform, sponsor, type) WHERE state NOT IN ('closed', 'cancelled');

CREATE TABLE filings (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  account     TEXT NOT NULL REFERENCES accounts (id),
  kind        TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  state       TEXT NOT NULL,
  proposed    TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  by_id       TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  at          BIGINT NOT NULL,
  closed      BIGINT NOT NULL DEFAULT 0,
  comment     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX filings_account ON filings (account, seq);
CREATE UNIQUE INDEX filings_open ON filings (account) WHERE state IN ('draft', 'review', 'returned');

CREATE TABLE filing_numbers (
  series TEXT NOT NULL,
  year   INTEGER NOT NULL,
  last   INTEGER NOT NULL,
  PRIMARY KEY (series, year)
);

CREATE TABLE bindings (
  account   TEXT PRIMARY KEY REFERENCES accounts (id),
  state     TEXT NOT NULL,
  app_id    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  name      TEXT NOT NULL,
  profile   TEXT NOT NULL,
  expires   BIGINT NOT NULL DEFAULT 0,
  abilities TEXT NOT NULL,
  probed    BIGINT NOT NULL DEFAULT 0,
  by_id     TEXT NOT NULL,
  at        BIGINT NOT NULL,
  trouble   TEXT NOT NULL DEFAULT ''
);

CREATE TABLE findings (
  id       TEXT PRIMARY KEY,
  account  TEXT NOT NULL REFERENCES accounts (id),
  rule     TEXT NOT NULL,
  level    TEXT NOT NULL,
  title    TEXT NOT NULL,
  text     TEXT NOT NULL,
  evidence TEXT NOT NULL,
  link     TEXT NOT NULL DEFAULT '',
  clause   TEXT NOT NULL,
  source   TEXT NOT NULL,
  due      BIGINT NOT NULL DEFAULT 0,
  found    BIGINT NOT NULL,
  seen     BIGINT NOT NULL,
  cleared  BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX findings_standing ON findings (account, rule) WHERE cleared = 0;
CREATE INDEX findings_account ON findings (account, found);
