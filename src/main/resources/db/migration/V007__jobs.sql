-- Module job. One row for a batch of equal jobs. Jobs below next_index have been placed at least once and
-- have rows of their own in table job. The other jobs are the tail: they share one status, reason and
-- history, which are stored here.
create table job_batch (
  id uuid primary key,
  -- The order of submission. Job lists are paged by it and by the job's index.
  seq bigint generated always as identity,
  -- No references: batches outlive the deletion of their task until they are purged.
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
  -- The rules that decide which failures are retried and how; null without rules.
  retry_rules jsonb,
  -- When failed jobs end the others of the batch or of its group; null if they never do.
  fail_fast jsonb,
  -- The image as found at submission: <repository>@<digest> in the registry, so that moving a tag does
  -- not change a submitted batch. Null: an image that hosts have under its plain name.
  image text,
  definition jsonb not null,
  -- A column of its own, because the agents read it for every job of their hosts.
  exec_timeout_seconds integer not null
    generated always as ((definition ->> 'execTimeoutSeconds')::integer) stored,
  tags jsonb not null,
  -- The size of definition and tags as JSON, which counts against the limit of the workspace.
  stored_bytes integer not null default 0,
  size integer not null,
  submitted_at timestamptz not null,
  -- When the tail was admitted as a whole.
  admitted_at timestamptz,
  updated_at timestamptz not null,
  -- When a job of the batch was last placed, or retried by a user: a batch that is served again and again
  -- does not count as one that waits for long, and neither do jobs that were retried a moment ago.
  last_placed_at timestamptz,

  -- The first job of the tail, or size if there is none.
  next_index integer not null default 0,
  tail_status text not null default 'SUBMITTED_TO_RESCALE',
  tail_reason text not null,
  tail_failure text,
  tail_ended_at timestamptz,
  tail_cancelled boolean not null default false,
  -- A job that is cancelled alone before its first placement, or retried alone after the tail has ended,
  -- gets a row in table job while its neighbours stay in the tail. Its index is in this list until
  -- next_index has passed it, so that placement leaves it out.
  withdrawn integer[] not null default '{}',
  -- How many jobs share the tail's status: summed up by lists and statistics.
  tail_size integer not null generated always as (size - next_index - cardinality(withdrawn)) stored,

  -- How many jobs with rows have each status. "waiting" are those in RUNNABLE: they wait for another
  -- attempt.
  waiting integer not null default 0,
  starting integer not null default 0,
  running integer not null default 0,
  succeeded integer not null default 0,
  failed integer not null default 0,
  -- How many jobs failed since a user last retried jobs of the batch or group; cancelled jobs and tails
  -- are not counted.
  failures integer not null default 0,
  -- Why all its jobs were cancelled at once because of fail_fast; null if they were not.
  stop_reason text,

  -- The maxima of its ended jobs, so that statistics need not read all of them.
  longest_run_millis bigint,
  largest_memory_mib bigint,
  most_cpu_millis bigint,

  -- Whether the scheduler has to place jobs of the batch.
  is_open boolean not null generated always as
    ((next_index < size and tail_status <> 'FAILED') or waiting > 0) stored,
  -- Whether any of its jobs has not ended. The last two columns repeat the condition, because a
  -- generated column can't refer to another one. They stay null while the batch is live, so that their
  -- indexes do not prevent updates in place.
  is_live boolean not null generated always as
    ((next_index < size and tail_status <> 'FAILED') or waiting + starting + running > 0) stored,
  -- Whether any of its jobs is on a host: few batches are, of many that wait.
  is_on_hosts boolean not null generated always as (starting + running > 0) stored,
  -- When the end of the last job was stored. Nothing changes a batch after that until a user retries its
  -- jobs, so its last change was that.
  ended_at timestamptz generated always as (
    case
      when (next_index < size and tail_status <> 'FAILED') or waiting + starting + running > 0
        then null
      else updated_at
    end) stored,
  -- How many jobs of an ended batch succeeded.
  succeeded_in_the_end integer generated always as (
    case
      when (next_index < size and tail_status <> 'FAILED') or waiting + starting + running > 0
        then null
      else succeeded
    end) stored,

  -- The form in which module registry pins an image.
  constraint job_batch_image_is_pinned check (image ~ '^projects/.+@sha256:[0-9a-f]{64}$'),
  -- The limits of the API.
  constraint size_is_in_range check (size between 1 and 1000),
  constraint index_is_in_range check (next_index between 0 and size),
  -- A tail's jobs are on no host, and none of them has succeeded.
  constraint tail_status_is_possible check
    (tail_status in ('SUBMITTED_TO_RESCALE', 'SUBMITTED_TO_PROVIDER', 'RUNNABLE', 'FAILED')),
  constraint tail_ends_with_a_time check ((tail_status = 'FAILED') = (tail_ended_at is not null)),
  -- next_index is itself a job of the tail, or the end: "next_index < size" means that the tail has jobs.
  constraint withdrawn_is_within_the_tail check
    (next_index < all (withdrawn) and size > all (withdrawn)),
  constraint counters_are_not_negative check
    (waiting >= 0 and starting >= 0 and running >= 0 and succeeded >= 0 and failed >= 0),
  -- Every job with a row is counted once: those below next_index, and the withdrawn ones above it.
  constraint counters_add_up check
    (waiting + starting + running + succeeded + failed = next_index + cardinality(withdrawn))
) with (fillfactor = 50); -- counters change with every transition: leave space for updates in place

-- Job lists, summaries and group statistics of a task, in the order of submission.
create unique index job_batch_task_seq on job_batch (task_id, seq);

-- The names of a task's groups, and lists and statistics of one group.
create index job_batch_task_group on job_batch (task_id, group_name, seq);

-- Which classes of jobs wait (one step in the index from one class to the next), and the first batches of
-- each class in the order of submission: read at each tick of the scheduler. None of its columns ever
-- changes, so that updates of open batches stay in place. With the workspace included, the index alone
-- shows which classes wait.
create index job_batch_kind on job_batch
  (project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions, seq) include (workspace_id)
  where is_open;

-- The smallest index of all open batches: those whose regions are unreachable.
create index job_batch_open on job_batch (priority desc, seq) where is_open;

-- Tails that are not admitted yet, in the order of admission.
create index job_batch_held on job_batch (priority desc, seq)
  where is_open and tail_status = 'SUBMITTED_TO_RESCALE';

-- Whether a task has live jobs, the batches that a cancellation locks, and lists of jobs with a status that
-- only live batches have.
create index job_batch_live on job_batch (task_id, seq) where is_live;

-- When the last of a task's jobs ended, the batches of a deleted task in the order of their removal, and the
-- sums over a task's ended batches, read from the index alone.
create index job_batch_task_ended on job_batch (task_id, ended_at)
  include (size, succeeded_in_the_end) where ended_at is not null;

-- The batches that are purged next: those that ended first.
create index job_batch_ended on job_batch (ended_at, id) where ended_at is not null;

-- Live batches: the counts of the whole installation, and the metrics of a workspace.
create index job_batch_workspace_live on job_batch (workspace_id) where is_live;

-- The vCPUs that count against a workspace's limits.
create index job_batch_on_hosts on job_batch (workspace_id) where is_on_hosts;

-- The sums over a workspace's ended batches for its metrics and limits, read from the index alone.
create index job_batch_workspace_ended on job_batch (workspace_id, project_id)
  include (size, succeeded_in_the_end, stored_bytes) where ended_at is not null;

-- Why the jobs of a class wait for a host: one row for each class of waiting jobs, however many there are.
create table waiting_reason (
  project_id uuid not null,
  priority text not null,
  architecture text not null,
  vcpus integer not null,
  memory_mib integer not null,
  disk_gib integer not null,
  regions text[] not null,
  -- The region whose leader has written the row: one of the regions above.
  region text not null,
  reason text not null,
  primary key (project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions)
);

-- A job that has been placed at least once, that was cancelled alone before that (withdrawn), or that a
-- user retried.
create table job (
  batch_id uuid not null references job_batch on delete cascade,
  index integer not null,
  status text not null,
  status_reason text not null,
  -- From 1; 0 for a withdrawn job. A retry by a user begins an attempt before its placement; all other
  -- attempts begin with their placement.
  attempt integer not null,
  -- Retries that count against max_retries of the batch.
  retries_used integer not null default 0,
  -- Free retries: those after faults that the job did not cause.
  faults integer not null default 0,
  -- Null for a withdrawn job, which never was on a host, and until the attempt that a user has requested
  -- is placed; so is placed_at.
  region text,
  host text,
  failure_code text,
  exit_code integer,
  user_cancelled boolean not null default false,
  -- It left the tail before its batch was admitted, and was not admitted singly: the batch's later
  -- admission is not part of its history.
  never_admitted boolean not null default false,
  -- When a user requested the present attempt after the job had ended; null for all other attempts.
  requested_at timestamptz,
  placed_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  -- When the row was last changed. The other times are those of the events, by the clocks of the engines.
  updated_at timestamptz not null,
  cancel_requested_at timestamptz,
  -- What the latest attempt used, where the host can measure it.
  peak_memory_mib bigint,
  cpu_millis bigint,
  -- What its retry rules have changed: its memory (null for that of the batch), and the host that its
  -- next attempt avoids.
  memory_mib integer,
  avoided_host text,
  primary key (batch_id, index),
  -- A job has a row only from its placement or its end.
  constraint status_is_possible check (status in ('RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  -- A job with a final status has an end time, and no other job has one.
  constraint ends_with_a_time check ((status in ('SUCCEEDED', 'FAILED')) = (completed_at is not null)),
  constraint running_has_started check (status <> 'RUNNING' or started_at is not null),
  -- A withdrawn job has no attempt. A later attempt without a host was requested by a user, and waits or
  -- ended while it waited.
  constraint placed_or_withdrawn check (
    case when placed_at is null
      then region is null and host is null and started_at is null
           and (attempt = 0 and status = 'FAILED' and user_cancelled
                or attempt > 1 and requested_at is not null and status in ('RUNNABLE', 'FAILED'))
      else attempt > 0 and region is not null and host is not null
    end)
) with (fillfactor = 70); -- each transition updates the row: leave space for updates in place

-- The jobs assigned to a host, read by its agent at every pass, and the resources that they use.
create index job_on_host on job (host) where status in ('STARTING', 'RUNNING');

-- The latest attempts of ended jobs on a host over time.
create index job_ended_on_host on job (host, completed_at) where completed_at is not null;

-- A batch's jobs that wait for another attempt: placement serves them before the tails, and cancellation
-- ends them at once.
create index job_waiting on job (batch_id, index) where status = 'RUNNABLE';

-- Failed jobs by cause, those of the last day, and the failed cells of the grid: read from the index alone,
-- so that a task of a million jobs costs as much as it has failed ones.
create index job_failed on job (batch_id, index)
  include (failure_code, exit_code, user_cancelled, completed_at)
  where status = 'FAILED';

-- Attempts that were followed by another: most jobs have none. The latest attempt of a job is in its row of
-- table job.
create table job_attempt (
  batch_id uuid not null references job_batch on delete cascade,
  index integer not null,
  -- A job that ended before its first placement and was retried by a user has 1 for that wait.
  attempt integer not null,
  -- As in table job; the next three are null if the job ended before the attempt was placed.
  requested_at timestamptz,
  region text,
  host text,
  placed_at timestamptz,
  started_at timestamptz,
  -- When and why the job returned to the queue, if it did without a user's request.
  ended_at timestamptz,
  status_reason text,
  exit_code integer,
  -- The end of the job after which a user retried it, if one did: during the attempt, or while the job
  -- waited for the next one.
  final_at timestamptz,
  final_reason text,
  final_exit_code integer,
  final_cancelled boolean,
  primary key (batch_id, index, attempt),
  constraint attempt_has_ended check (ended_at is not null or final_at is not null),
  constraint return_has_a_reason check ((ended_at is null) = (status_reason is null)),
  constraint final_end_is_complete check (
    (final_at is null) = (final_reason is null) and (final_at is null) = (final_cancelled is null))
);

-- The earlier attempts on a host over time.
create index job_attempt_on_host on job_attempt (host, (coalesce(ended_at, final_at)));

-- The order in which jobs with rows changed their status: one row for all jobs of a batch that got the same
-- status in one transaction. Everything else about the events follows from tables job and job_attempt. The
-- beginning of the history (submitted, admitted, queued) follows from the batch, unless the job was admitted
-- on its own.
create table job_event (
  -- Watchers read the events after the last ordinal that they have received.
  ordinal bigint generated always as identity primary key,
  batch_id uuid not null references job_batch on delete cascade,
  -- 0 for the admission of single jobs, and for withdrawn jobs.
  attempt integer not null,
  -- REQUESTED: a user has retried the jobs, which are RUNNABLE from then on.
  status text not null,
  -- The jobs, ascending: each is an event of its own.
  indexes integer[] not null
);

-- The history of one job, the events of a task since a position, and the foreign key.
create index job_event_batch on job_event (batch_id, ordinal);

-- What happened to all jobs of a tail at once. Together with job_event this is the history of all jobs in
-- one order: both tables take their ordinals from the same sequence, and a transaction that writes events
-- of a batch holds its lock, so that the ordinals of a job's events ascend.
create table tail_event (
  -- Also the watchers' read, as in job_event.
  ordinal bigint primary key default nextval('job_event_ordinal_seq'),
  batch_id uuid not null references job_batch on delete cascade,
  at timestamptz not null,
  status text not null,
  status_reason text not null,
  user_cancelled boolean not null default false,
  -- The jobs that the event concerns: the tail at that time.
  first_index integer not null,
  withdrawn integer[] not null,
  -- The place of the event in the history of each of those jobs, from 0.
  position integer not null
);

-- The events of a task since a position, and the foreign key: removing a batch removes its events.
create index tail_event_batch on tail_event (batch_id, ordinal);

-- Logs that are short enough to be stored with the end of their attempt. Longer ones are in the object
-- store, and empty ones are nowhere.
create table job_log (
  batch_id uuid not null references job_batch on delete cascade,
  index integer not null,
  attempt integer not null,
  gzip bytea not null,
  primary key (batch_id, index, attempt)
);

-- The bytes are compressed already.
alter table job_log alter column gzip set storage external;

-- The sizes of the logs that are objects, because the logs of a project have a limit.
create table job_large_log (
  batch_id uuid not null references job_batch on delete cascade,
  index integer not null,
  attempt integer not null,
  -- The project of the batch, for the sum.
  project_id uuid not null,
  bytes bigint not null,
  primary key (batch_id, index, attempt)
);

-- The sum of a project.
create index job_large_log_by_project on job_large_log (project_id) include (bytes);

-- Deleted tasks whose jobs are still to be removed. A row is written in the transaction that deletes the
-- task, so that no crash can lose it, and removed when the task has no batch left.
create table job_purge (
  task_id uuid primary key,
  ordered_at timestamptz not null
);

-- The result of the last check of all jobs: at most one row, which every process can report.
create table ledger_check (
  checked_at timestamptz not null,
  -- How many jobs were checked.
  submitted bigint not null,
  -- How many problems were found.
  discrepancies bigint not null,
  only_one boolean primary key default true,
  constraint there_is_one_check check (only_one)
);

-- Keys of requests that may be repeated, with the request and its response. A key is stored in the
-- transaction that stores the jobs or the receipt, so there is no key without them.
create table idempotency_key (
  task_id uuid not null,
  key text not null,
  -- SHA-256 of the request as the service understood it.
  fingerprint text not null,
  response text not null,
  created_at timestamptz not null,
  -- Of two concurrent submissions with one key, the second waits here for the first.
  primary key (task_id, key)
);

-- The removal of expired keys.
create index idempotency_key_age on idempotency_key (created_at);

-- Requests to cancel or retry many jobs. The work is done in portions of some batches, in the order of
-- submission. Each portion moves the row forward in the transaction that changes the jobs, so every
-- matching job is changed once, also if the service ends meanwhile.
create table job_receipt (
  id uuid primary key,
  task_id uuid not null,
  -- A value of the enum BulkChange.
  change text not null,
  -- The filter as JSON.
  selection jsonb not null,
  requested_by text not null,
  -- Also the time that the changed jobs have as that of the request.
  requested_at timestamptz not null,
  -- Batches after last_seq are later submissions; those up to done_seq are done.
  last_seq bigint not null,
  done_seq bigint not null default 0,
  -- Jobs that were changed: at once, or by a request to their hosts to stop them.
  changed_at_once bigint not null default 0,
  requested_from_hosts bigint not null default 0,
  completed_at timestamptz
);

-- Requests that a process has begun and not completed: almost always none.
create index job_receipt_open on job_receipt (requested_at) where completed_at is null;

-- The removal of old receipts, and of those of a deleted task.
create index job_receipt_age on job_receipt (requested_at);
create index job_receipt_task on job_receipt (task_id);

-- The ordinal up to which the ends of jobs were sent as traces; no row if none were.
create table trace_position (
  only_row boolean primary key default true check (only_row),
  ordinal bigint not null
);
