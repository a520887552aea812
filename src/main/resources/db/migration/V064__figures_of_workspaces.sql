-- Module job. How many jobs of an ended batch succeeded; null while it is live, like ended_at, so
-- that the index below leaves updates of live batches in place.
alter table job_batch add column succeeded_in_the_end integer generated always as (
  case
    when (next_index < size and tail_status <> 'FAILED') or waiting + starting + running > 0
      then null
    else succeeded
  end) stored;

-- Serves the metrics of a workspace: its live batches, and what the ended ones came to, read from
-- the index alone.
create index job_batch_workspace_live on job_batch (workspace_id) where is_live;
create index job_batch_workspace_ended on job_batch (workspace_id, project_id)
  include (size, succeeded_in_the_end) where ended_at is not null;
