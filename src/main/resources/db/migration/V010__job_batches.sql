-- One row for a batch of equal jobs. Jobs below next_index have been placed at least once and have
-- rows of their own in table job; the untouched tail [next_index, size) shares one status, reason
-- and history, kept here.
create table job_batch (
  id uuid primary key,
  -- Order of submission: first half of the key that job lists are paged by.
  seq bigint generated always as identity,
  task_id uuid not null,
  project_id uuid not null,
  workspace_id text not null,
  created_by text not null,
  job_name text,
  group_name text,
  regions text[] not null,
  priority text not null,
  architecture text not null,
  vcpus integer not null,
  memory_mib integer not null,
  disk_gib integer not null,
  max_retries integer not null,
  definition jsonb not null,
  tags jsonb not null,
  size integer not null,
  submitted_at timestamptz not null,
  admitted_at timestamptz,
  updated_at timestamptz not null,
  next_index integer not null default 0,
  tail_status text not null default 'SUBMITTED_TO_RESCALE',
  tail_reason text not null,
  tail_failure text,
  tail_ended_at timestamptz,
  tail_cancelled boolean not null default false,
  -- Jobs with rows, by status; "waiting" are those that go back to RUNNABLE for a retry.
  waiting integer not null default 0,
  starting integer not null default 0,
  running integer not null default 0,
  succeeded integer not null default 0,
  failed integer not null default 0,
  is_open boolean not null generated always as
    ((next_index < size and tail_status <> 'FAILED') or waiting > 0) stored,
  is_live boolean not null generated always as
    ((next_index < size and tail_status <> 'FAILED') or waiting + starting + running > 0) stored,
  constraint size_is_in_range check (size between 1 and 1000),
  constraint index_is_in_range check (next_index between 0 and size),
  constraint tail_status_is_possible check
    (tail_status in ('SUBMITTED_TO_RESCALE', 'SUBMITTED_TO_PROVIDER', 'RUNNABLE', 'FAILED')),
  constraint tail_ends_with_a_time check ((tail_status = 'FAILED') = (tail_ended_at is not null)),
  constraint counters_are_not_negative check
    (waiting >= 0 and starting >= 0 and running >= 0 and succeeded >= 0 and failed >= 0),
  constraint counters_add_up check
    (waiting + starting + running + succeeded + failed = next_index)
) with (fillfactor = 50); -- counters change with every transition: leave room for updates in place

-- Job lists, summaries and group statistics of a task, in order of submission.
create unique index job_batch_task_seq on job_batch (task_id, seq);
-- Names of a task's groups, and lists restricted to a group.
create index job_batch_task_group on job_batch (task_id, group_name, seq);
-- What the scheduler looks at each tick.
create index job_batch_open on job_batch (priority desc, seq) where is_open;
-- "Has this task live jobs?" and what a cancellation has to look at.
create index job_batch_live on job_batch (task_id) where is_live;
