-- The tables of the leaves: settings, people, secrets, the trail, the ledger and the wakes.
-- Times are microseconds since 1970 UTC, 0 for none. {blob} and the append-only triggers differ between the databases.

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE units (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  office      TEXT NOT NULL DEFAULT '',
  credit_code TEXT NOT NULL DEFAULT '',
  single      INTEGER NOT NULL DEFAULT 1 UNIQUE CHECK (single = 1)
);

CREATE TABLE people (
  seq      {rowid},
  id       TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  position TEXT NOT NULL DEFAULT '',
  roles    TEXT NOT NULL,
  added    BIGINT NOT NULL,
  departed BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX people_name ON people (name) WHERE departed = 0;

CREATE TABLE credentials (
  person       TEXT PRIMARY KEY REFERENCES people (id),
  hash         TEXT NOT NULL,
  failures     INTEGER NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE secrets (
  id      TEXT NOT NULL,
  purpose TEXT NOT NULL,
  sealed  {blob} NOT NULL,
  PRIMARY KEY (id, purpose)
);

CREATE TABLE trail (
  seq      BIGINT PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  at       BIGINT NOT NULL,
  actor    TEXT NOT NULL,
  name     TEXT NOT NULL,
  verb     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,
  detail   TEXT NOT NULL,
  prev     TEXT NOT NULL,
  seal     TEXT NOT NULL
);
CREATE INDEX trail_subject ON trail (kind, subject, seq);
{append-only trail}

CREATE TABLE trail_head (
  single INTEGER PRIMARY KEY CHECK (single = 1),
  seq    BIGINT NOT NULL,
  seal   TEXT NOT NULL
);
INSERT INTO trail_head (single, seq, seal) VALUES (1, 0, '');

CREATE TABLE intents (
  seq         {rowid},
  id          TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  step        TEXT NOT NULL,
  attempt     INTEGER NOT NULL,
  account     TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  token       TEXT NOT NULL DEFAULT '',
  at          BIGINT NOT NULL,
  actor       TEXT NOT NULL,
  UNIQUE (kind, subject, step, attempt)
);
CREATE INDEX intents_account ON intents (account, step, at);
{append-only intents}

-- One slot for each subject and step: taken by an intent, given back by its final outcome. Of two senders one gets it.
CREATE TABLE slots (
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  step    TEXT NOT NULL,
  intent  TEXT NOT NULL UNIQUE,
  PRIMARY KEY (kind, subject, step)
);

CREATE TABLE outcomes (
  seq     {rowid},
  id      TEXT NOT NULL UNIQUE,
  intent  TEXT NOT NULL REFERENCES intents (id),
  verdict TEXT NOT NULL,
  final   INTEGER NOT NULL,
  source  TEXT NOT NULL,
  class   TEXT NOT NULL DEFAULT '',
  code    TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  receipt {blob},
  at      BIGINT NOT NULL,
  actor   TEXT NOT NULL
);
CREATE INDEX outcomes_intent ON outcomes (intent, seq);
CREATE UNIQUE INDEX outcomes_final ON outcomes (intent) WHERE final = 1;
{append-only outcomes}

CREATE TABLE wakes (
  kind  TEXT NOT NULL,
  key   TEXT NOT NULL,
  due   BIGINT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '',
  lease BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, key)
);
CREATE INDEX wakes_due ON wakes (due);
