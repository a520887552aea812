-- Module job. What is purged next: the batches that ended first.
create index job_batch_ended on job_batch (ended_at, id) where ended_at is not null;

-- Deleted tasks whose jobs are still to be removed. A row is written in the transaction that deletes
-- the task, so that no crash can lose it, and goes when the task has no batch any more.
create table job_purge (
  task_id uuid primary key,
  ordered_at timestamptz not null
);
