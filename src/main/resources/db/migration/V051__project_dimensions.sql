-- Module project. What a project's jobs may run on: a host must match one of the project's rows. A
-- column that is null leaves that member open. A project without rows is not restricted.
create table project_dimension (
  project_id uuid not null references project,
  -- The order given by whoever set them.
  position integer not null,
  region text,
  -- A host's name of its kind of machine. No reference: the last such host may go.
  machine_type text,
  priority text,
  scaling_policy text,
  hyperthreading boolean,
  -- Serves the scheduler, which reads the rows of some projects at once.
  primary key (project_id, position),
  constraint position_is_not_negative check (position >= 0)
);
