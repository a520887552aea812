-- Module audit. Which user requested which change, and with what result. No bodies, queries or secrets.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- Copies, not references: an entry describes the state at that time and does not change later.
  user_id text not null,
  email text not null,
  role text not null,
  -- Not null when this job called with its own token, on behalf of the user.
  job_id text,
  workspace_id text not null,
  organization_code text not null,
  -- The project in the path as the caller wrote it, so it may not exist; null for other paths.
  project_id text,
  method text not null,
  -- Null until the request ends, and where it was refused before it reached an operation.
  operation text,
  path text not null,
  -- Null until the request ends; it remains null when the service was killed before that.
  status integer,
  request_id text not null,
  client_address text not null
);

-- The list of all entries, and the removal of old ones.
create index audit_entry_by_time on audit_entry (at, id);

-- The lists of an organization, of a workspace, and by user or project.
create index audit_entry_by_organization on audit_entry (organization_code, at, id);
create index audit_entry_by_workspace on audit_entry (workspace_id, at, id);
create index audit_entry_by_user on audit_entry (user_id, at, id);
create index audit_entry_by_project on audit_entry (project_id, at, id) where project_id is not null;
