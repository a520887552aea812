-- Module storage. Issued credentials of the object store: for which folders, to which user or attempt,
-- until when. No secret is stored: the embedded store derives it from the key id. Every request to the
-- embedded store reads a row; with other stores the rows only show which attempts of jobs may renew.
create table storage_grant (
  key_id text primary key,
  -- Null for a project's shared folder alone; otherwise the credentials end with the task.
  task_id uuid,
  -- Null for jobs, which continue when their user is disabled. The credentials of a disabled user are
  -- refused.
  user_id text,
  -- Null for users. A job's credentials end with its attempt.
  job_id text,
  attempt integer,
  -- Folders such as projects/<id>/shared/; writing includes reading.
  readable text[] not null,
  writable text[] not null,
  expires_at timestamptz not null,
  constraint storage_grant_job_has_attempt check ((job_id is null) = (attempt is null)),
  constraint storage_grant_job_has_task check (job_id is null or task_id is not null),
  constraint storage_grant_user_is_no_job check (user_id is null or job_id is null)
);

-- The removal of expired grants.
create index storage_grant_by_expiry on storage_grant (expires_at);

-- The revocation at the deletion of a task, and when the last of its credentials expires.
create index storage_grant_by_task on storage_grant (task_id) where task_id is not null;

-- The revocation at the end of an attempt, and whether an attempt may renew.
create index storage_grant_by_job on storage_grant (job_id, attempt) where job_id is not null;

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
