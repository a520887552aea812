-- Time series. A row is stored only if its values differ from those of the row before, and removed after some
-- days. There are no references: rows outlive their task or region until then.

-- Module job: the number of a task's jobs in each status.
create table task_point (
  task_id uuid not null,
  at timestamptz not null,
  submitted_to_rescale bigint not null,
  submitted_to_provider bigint not null,
  runnable bigint not null,
  starting bigint not null,
  running bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  -- The series of a task, and its last point.
  primary key (task_id, at)
);

-- The removal of old points.
create index task_point_age on task_point (at);

-- Module metrics: the hosts of a region, and the jobs on them.
create table region_point (
  region text not null,
  at timestamptz not null,
  hosts bigint not null,
  ready_hosts bigint not null,
  vcpus bigint not null,
  free_vcpus bigint not null,
  jobs bigint not null,
  -- The series of a region, and its last point.
  primary key (region, at)
);

-- The removal of old points.
create index region_point_age on region_point (at);
