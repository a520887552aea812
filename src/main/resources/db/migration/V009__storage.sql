-- Module storage. Issued credentials of the object store: for which folders, to which user, until when.
-- No secret is stored: the embedded store derives it from the key id. Every request of a user to the
-- embedded store reads a row. The credentials of jobs to the embedded store have no rows: their key ids
-- state their access. With other stores the rows only show when the last credentials of a task expire.
create table storage_grant (
  key_id text primary key,
  -- Null for a project's shared folder alone; otherwise the credentials end with the task.
  task_id uuid,
  -- Null for jobs, which continue when their user is disabled. The credentials of a disabled user are
  -- refused.
  user_id text,
  -- The user's role when the credentials were issued. They are refused while the user has a lower one. Null
  -- for jobs.
  user_role text,
  -- Folders such as projects/<id>/shared/; writing includes reading.
  readable text[] not null,
  writable text[] not null,
  expires_at timestamptz not null,
  constraint storage_grant_job_has_task check (user_id is not null or task_id is not null)
);

-- The removal of expired grants.
create index storage_grant_by_expiry on storage_grant (expires_at);

-- The revocation at the deletion of a task, and when the last of its credentials expires.
create index storage_grant_by_task on storage_grant (task_id) where task_id is not null;

-- Folders of deleted tasks that are still to be removed. A row is written in the transaction that deletes
-- the task, so that no crash can lose it, and removed after the last removal of the folder.
create table folder_removal (
  task_id uuid primary key,
  project_id uuid not null,
  -- When to remove the folder next. It is removed once more after the last credentials have expired: an
  -- upload in flight, or credentials that can't be revoked, may write after the first removal.
  due_at timestamptz not null,
  is_last boolean not null default false
);

-- The removals that are due.
create index folder_removal_by_due on folder_removal (due_at);
