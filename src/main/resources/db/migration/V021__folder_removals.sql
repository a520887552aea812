-- Module storage. Folders of deleted tasks that are still to be removed. A row is written in the
-- transaction that deletes the task, so that no crash can lose it, and goes with the last removal.
CREATE TABLE folder_removal (
    task_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    -- When to remove next. Once more after the last credentials have expired: an upload that had
    -- begun, or credentials that their issuer can't call back, may write after the first removal.
    due_at timestamptz NOT NULL,
    is_last boolean NOT NULL DEFAULT false
);

-- Serves the sweep of due removals.
CREATE INDEX folder_removal_by_due ON folder_removal (due_at);
