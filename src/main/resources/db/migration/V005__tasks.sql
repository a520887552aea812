-- Module task. Ids are version 7 UUIDs, as in table project.
CREATE TABLE task (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    workspace_id text NOT NULL REFERENCES workspace,
    name text NOT NULL,
    description text NOT NULL,
    created_by text NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL,
    -- Creation, or the latest moment at which jobs were accepted or ended; retention counts from it.
    last_active_at timestamptz NOT NULL,
    archived_at timestamptz,
    deleted_at timestamptz,
    lifecycle_status text NOT NULL,
    CONSTRAINT task_name_length CHECK (char_length(name) BETWEEN 1 AND 255),
    CONSTRAINT task_description_length CHECK (char_length(description) <= 4000),
    CONSTRAINT task_lifecycle_is_known
        CHECK (lifecycle_status IN ('ACTIVE', 'ARCHIVED', 'DELETED')),
    -- An active task is not archived; a deleted one may or may not have been archived before.
    CONSTRAINT task_archived_at_fits CHECK (
        lifecycle_status = 'DELETED' OR (lifecycle_status = 'ARCHIVED') = (archived_at IS NOT NULL)),
    CONSTRAINT task_deleted_at_fits
        CHECK ((lifecycle_status = 'DELETED') = (deleted_at IS NOT NULL))
);

-- Serves the list of a project's tasks, page by page; deleted tasks have left it.
CREATE INDEX task_by_project ON task (project_id, id) WHERE lifecycle_status <> 'DELETED';
