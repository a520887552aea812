-- Module workspace. How long tasks of the workspace stay, in projects that say nothing themselves.
CREATE TABLE workspace_retention_policy (
    workspace_id text PRIMARY KEY REFERENCES workspace,
    -- Hours; 0 = never.
    archive_after integer NOT NULL,
    delete_after integer NOT NULL,
    -- When these hours were set, not when a policy was first there.
    created_at timestamptz NOT NULL,
    -- A hundred years: the same bound as in the API. Beyond, a moment could leave the calendar.
    CONSTRAINT workspace_retention_policy_hours
        CHECK (archive_after BETWEEN 0 AND 876000 AND delete_after BETWEEN 0 AND 876000)
);

-- Module task. What a project says itself; the workspace's policy does not count there at all then.
CREATE TABLE project_retention_policy (
    project_id uuid PRIMARY KEY REFERENCES project,
    archive_after integer NOT NULL,
    delete_after integer NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT project_retention_policy_hours
        CHECK (archive_after BETWEEN 0 AND 876000 AND delete_after BETWEEN 0 AND 876000)
);
