-- Module audit. Who asked for which change, and what became of it. No bodies, no queries, no secrets.
CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    -- Copies, not references: an entry tells how things were, whatever becomes of them.
    user_id text NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    -- The caller was this job with its own token, acting for the user.
    job_id text,
    workspace_id text NOT NULL,
    organization_code text NOT NULL,
    -- Where the path lies in a project; as the caller wrote it, so it may be none.
    project_id text,
    method text NOT NULL,
    -- Null until the request ends, and where it was refused before it came to an operation.
    operation text,
    path text NOT NULL,
    -- Null until the request ends; and for good when the service was killed meanwhile.
    status integer,
    request_id text NOT NULL,
    client_address text NOT NULL
);

-- Serves the list of everything and the removal of old entries.
CREATE INDEX audit_entry_by_time ON audit_entry (at, id);

-- Serve the lists of an organization, of a workspace, and by user or project.
CREATE INDEX audit_entry_by_organization ON audit_entry (organization_code, at, id);
CREATE INDEX audit_entry_by_workspace ON audit_entry (workspace_id, at, id);
CREATE INDEX audit_entry_by_user ON audit_entry (user_id, at, id);
CREATE INDEX audit_entry_by_project ON audit_entry (project_id, at, id) WHERE project_id IS NOT NULL;
