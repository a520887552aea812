-- Module storage. Who was lent credentials to the object store, for which folders, until when.
-- No secret is kept: the embedded store derives it from the key id. Rows are read at every request
-- to the embedded store; for other stores they only tell which attempts of jobs may renew.
CREATE TABLE storage_grant (
    key_id text PRIMARY KEY,
    -- Null for a project's shared folder alone; else the credentials die with the task.
    task_id uuid,
    -- Null for users. A job's credentials die with its attempt.
    job_id text,
    attempt integer,
    -- Folders such as projects/<id>/shared/; writing includes reading.
    readable text[] NOT NULL,
    writable text[] NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT storage_grant_job_has_attempt CHECK ((job_id IS NULL) = (attempt IS NULL)),
    CONSTRAINT storage_grant_job_has_task CHECK (job_id IS NULL OR task_id IS NOT NULL)
);

-- Serves the sweep of expired grants.
CREATE INDEX storage_grant_by_expiry ON storage_grant (expires_at);

-- Serves the end of a task.
CREATE INDEX storage_grant_by_task ON storage_grant (task_id) WHERE task_id IS NOT NULL;

-- Serves the end of an attempt and the question whether it may renew.
CREATE INDEX storage_grant_by_job ON storage_grant (job_id, attempt) WHERE job_id IS NOT NULL;
