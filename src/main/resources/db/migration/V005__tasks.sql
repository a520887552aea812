-- Module task. Ids are version 7 UUIDs, as in table project.
create table task (
  id uuid primary key,
  project_id uuid not null references project,
  workspace_id text not null references workspace,
  name text not null,
  description text not null,
  created_by text not null references app_user,
  created_at timestamptz not null,
  -- Creation, or the latest submission of jobs. Retention moves it forward to the end of the last job
  -- before it archives the task.
  last_active_at timestamptz not null,
  archived_at timestamptz,
  deleted_at timestamptz,
  lifecycle_status text not null,
  -- The limits of the API.
  constraint task_name_length check (char_length(name) between 1 and 255),
  constraint task_description_length check (char_length(description) <= 4000),
  -- The values of the enum LifecycleStatus.
  constraint task_lifecycle_is_known check (lifecycle_status in ('ACTIVE', 'ARCHIVED', 'DELETED')),
  -- An active task has no archiving time; a deleted one may have been archived before or not.
  constraint task_archived_at_fits check (
    lifecycle_status = 'DELETED' or (lifecycle_status = 'ARCHIVED') = (archived_at is not null)),
  constraint task_deleted_at_fits
    check ((lifecycle_status = 'DELETED') = (deleted_at is not null))
);

-- The list of a project's tasks, page by page, which has no deleted tasks.
create index task_by_project on task (project_id, id) where lifecycle_status <> 'DELETED';

-- Retention goes through the projects, because a project's own policy may keep any number of tasks that
-- the workspace's policy would not. In each it reads the tasks that have been idle longest.
create index task_idle_by_project on task (project_id, last_active_at)
  where lifecycle_status = 'ACTIVE';

-- The same for the tasks that have been archived longest, which retention deletes.
create index task_archived_by_project on task (project_id, archived_at)
  where lifecycle_status = 'ARCHIVED';

-- The rows of deleted tasks, which are removed some time after the deletion.
create index task_deleted on task (deleted_at) where deleted_at is not null;

-- A project's own retention policy, which replaces that of its workspace completely.
create table project_retention_policy (
  project_id uuid primary key references project,
  -- Hours; 0 = never.
  archive_after integer not null,
  delete_after integer not null,
  created_at timestamptz not null,
  -- As in workspace_retention_policy.
  constraint project_retention_policy_hours
    check (archive_after between 0 and 876000 and delete_after between 0 and 876000)
);
