-- Module job. When the last job of a batch ended; null while is_live. Nothing changes a batch after
-- that, so its last change was the end. The condition is that of is_live, which a generated column
-- can't name. While jobs run it stays null, so that counters go on being updated in place.
alter table job_batch add column ended_at timestamptz generated always as (
  case
    when (next_index < size and tail_status <> 'FAILED') or waiting + starting + running > 0
      then null
    else updated_at
  end) stored;

-- When a task's jobs last ended.
create index job_batch_task_ended on job_batch (task_id, ended_at) where ended_at is not null;
