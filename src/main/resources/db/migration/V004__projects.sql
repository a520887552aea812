-- Module project. Ids are version 7 UUIDs: their order is the order of creation, so lists are paged by
-- the primary key.
create table project (
  id uuid primary key,
  workspace_id text not null references workspace,
  -- The workspace's organization, which never changes: lists of organization administrators filter by it.
  organization_code text not null references organization,
  name text not null,
  description text not null,
  -- Names of the enum RegionName in the order of the request; the first is the default for storage.
  regions text[] not null,
  created_by text not null references app_user,
  created_at timestamptz not null,
  -- The limits of the API.
  constraint project_name_length check (char_length(name) between 1 and 255),
  constraint project_description_length check (char_length(description) <= 4000),
  -- A project without a region could never run a job.
  constraint project_has_a_region check (cardinality(regions) > 0)
);

-- A user's list of projects, page by page; the metrics of a workspace.
create index project_by_workspace on project (workspace_id, id);

-- The same list for an organization administrator.
create index project_by_organization on project (organization_code, id);

-- The list with onlyMyProjects=true.
create index project_by_creator on project (created_by, id);

-- What a project's jobs may run on: a host must match at least one row of its project. A null column
-- matches every host. A project without rows is not restricted.
create table project_dimension (
  project_id uuid not null references project,
  -- The order of the request that set them.
  position integer not null,
  region text,
  -- The machine type that a host reports. No reference: the last such host may be removed.
  machine_type text,
  priority text,
  scaling_policy text,
  hyperthreading boolean,
  -- Also the scheduler's read of the rows of several projects at once.
  primary key (project_id, position),
  -- Positions are counted from 0.
  constraint position_is_not_negative check (position >= 0)
);

-- The most vCPUs that a project's jobs may use at once: one limit for each role that may change it. The
-- smaller one applies.
create table project_limit (
  -- The API describes it as a 32-bit number.
  id integer generated always as identity primary key,
  project_id uuid not null references project,
  workspace_id text not null references workspace,
  modifier_role text not null,
  vcpus integer not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null,
  -- Also the lookup of a project's limits.
  constraint one_limit_for_a_role unique (project_id, modifier_role),
  -- The values of the enum ModifierRole.
  constraint modifier_role_is_known check (modifier_role in ('PROJECT_ADMIN', 'WORKSPACE_ADMIN')),
  -- The range of the API.
  constraint project_vcpus_are_in_range check (vcpus between 0 and 999999)
);
