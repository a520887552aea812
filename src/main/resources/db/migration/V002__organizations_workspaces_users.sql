-- Module workspace. Who there is: an organization has workspaces, a workspace has users.
CREATE TABLE organization (
    code text PRIMARY KEY,
    name text NOT NULL,
    can_view_organization_jobs boolean NOT NULL,
    created_at timestamptz NOT NULL,
    -- The code stands in tokens and lists; an empty one would match nothing and look like a fault.
    CONSTRAINT organization_code_is_plain CHECK (code ~ '^[A-Za-z0-9_-]{1,64}$')
);

CREATE TABLE workspace (
    id text PRIMARY KEY,
    organization_code text NOT NULL REFERENCES organization,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    -- The id is part of paths such as /htc/workspaces/{id}/limits.
    CONSTRAINT workspace_id_is_plain CHECK (id ~ '^[A-Za-z0-9_-]{1,64}$')
);

-- Serves the foreign key and "the workspaces of an organization".
CREATE INDEX workspace_by_organization ON workspace (organization_code, id);

-- "user" is a reserved word of SQL.
CREATE TABLE app_user (
    id text PRIMARY KEY,
    workspace_id text NOT NULL REFERENCES workspace,
    email text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL,
    created_at timestamptz NOT NULL,
    -- Set: the user's keys and tokens are refused. Users are never deleted, their ids stand in jobs.
    disabled_at timestamptz,
    CONSTRAINT app_user_role_is_known
        CHECK (role IN ('USER', 'WORKSPACE_ADMIN', 'ORGANIZATION_ADMIN', 'PLATFORM_ADMIN'))
);

-- One person, one account, whatever the case of the address. Serves the check on creation too.
CREATE UNIQUE INDEX app_user_email ON app_user (lower(email));

-- Serves "the users of a workspace" and the look-up of its first administrator.
CREATE INDEX app_user_by_workspace ON app_user (workspace_id, created_at);
