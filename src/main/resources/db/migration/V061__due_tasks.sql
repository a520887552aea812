-- Module task. What retention looks for: in each workspace or project with a policy, the tasks that
-- have been idle or archived for longest. Deleted tasks have left these.
CREATE INDEX task_idle_by_workspace ON task (workspace_id, last_active_at)
    WHERE lifecycle_status = 'ACTIVE';
CREATE INDEX task_idle_by_project ON task (project_id, last_active_at)
    WHERE lifecycle_status = 'ACTIVE';
CREATE INDEX task_archived_by_workspace ON task (workspace_id, archived_at)
    WHERE lifecycle_status = 'ARCHIVED';
CREATE INDEX task_archived_by_project ON task (project_id, archived_at)
    WHERE lifecycle_status = 'ARCHIVED';
