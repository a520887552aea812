-- Module task. Retention looks project by project, because a project's own policy may keep any number
-- of tasks that the workspace's would not. What found the tasks of a whole workspace served nothing
-- else.
DROP INDEX task_idle_by_workspace;
DROP INDEX task_archived_by_workspace;
