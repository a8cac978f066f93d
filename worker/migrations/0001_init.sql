-- The registry. Times are milliseconds since 1970, ids and secrets are random; of a secret only its sha256 is kept.
CREATE TABLE workspace (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
  workspace TEXT NOT NULL REFERENCES workspace(id) ON DELETE CASCADE,
  email TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
  PRIMARY KEY (workspace, email)
) STRICT;
CREATE INDEX member_email ON member(email);

CREATE TABLE app (
  project TEXT PRIMARY KEY,
  workspace TEXT NOT NULL REFERENCES workspace(id),
  -- The link; 130 random bits, as for access 'link' it is all that a viewer needs.
  slug TEXT NOT NULL UNIQUE,
  access TEXT NOT NULL CHECK (access IN ('workspace', 'link', 'public')),
  embed TEXT NOT NULL,
  -- What viewers see. A publish or a rollback is a change of this column.
  version TEXT NOT NULL,
  updated INTEGER NOT NULL
) STRICT;
CREATE INDEX app_workspace ON app(workspace);
CREATE INDEX app_public ON app(workspace, updated) WHERE access = 'public';

CREATE TABLE collaborator (
  project TEXT NOT NULL REFERENCES app(project) ON DELETE CASCADE,
  email TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
  PRIMARY KEY (project, email)
) STRICT;
CREATE INDEX collaborator_email ON collaborator(email);

CREATE TABLE version (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES app(project) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  created INTEGER NOT NULL,
  by TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  runtime TEXT NOT NULL CHECK (runtime IN ('browser', 'server')),
  blocks TEXT NOT NULL,
  notes TEXT NOT NULL,
  UNIQUE (project, number)
) STRICT;

CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY,
  -- Where the bytes lie. Never used again, so that deleting a blob cannot hit one uploaded since.
  key TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;

-- A workspace can only publish what it has uploaded itself: knowing a sha256 gives nobody another's file.
CREATE TABLE holder (
  workspace TEXT NOT NULL REFERENCES workspace(id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL REFERENCES blob(sha256) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  PRIMARY KEY (workspace, sha256)
) STRICT;
CREATE INDEX holder_blob ON holder(sha256);

CREATE TABLE asset (
  version TEXT NOT NULL REFERENCES version(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blob(sha256),
  PRIMARY KEY (version, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_blob ON asset(sha256);

CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  workspace TEXT NOT NULL REFERENCES workspace(id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  part INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  handle TEXT NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (workspace, sha256)
) STRICT;
CREATE TABLE upload_part (
  upload TEXT NOT NULL REFERENCES upload(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (upload, number)
) STRICT;

-- Who is signed in where: 'site' and 'app' are cookies (of the main site, of one app's origin), 'token' is a command.
CREATE TABLE session (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('site', 'app', 'token')),
  email TEXT NOT NULL COLLATE NOCASE,
  project TEXT REFERENCES app(project) ON DELETE CASCADE,
  parent TEXT REFERENCES session(hash) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  CHECK ((kind = 'app') = (project IS NOT NULL))
) STRICT;
CREATE INDEX session_email ON session(email);
CREATE INDEX session_parent ON session(parent);
CREATE INDEX session_project ON session(project);

-- Secrets that work once: sign-ins under way, hand-overs to an app's origin, devices that wait.
CREATE TABLE ticket (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_expires ON ticket(expires);

-- Owner tokens that have been used.
CREATE TABLE spent (
  hash TEXT PRIMARY KEY,
  created INTEGER NOT NULL
) STRICT;

-- How often, never who.
CREATE TABLE visits (
  project TEXT NOT NULL REFERENCES app(project) ON DELETE CASCADE,
  day TEXT NOT NULL,
  viewers INTEGER NOT NULL DEFAULT 0,
  runs INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (project, day)
) STRICT;
