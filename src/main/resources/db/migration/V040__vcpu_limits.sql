-- Module project. The most vCPUs that a project's jobs may have in use at once: one limit for each
-- role that may change it, of which the smaller one counts.
create table project_limit (
  -- Published as a 32-bit number.
  id integer generated always as identity primary key,
  project_id uuid not null references project,
  workspace_id text not null references workspace,
  modifier_role text not null,
  vcpus integer not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null,
  constraint one_limit_for_a_role unique (project_id, modifier_role),
  constraint modifier_role_is_known check (modifier_role in ('PROJECT_ADMIN', 'WORKSPACE_ADMIN')),
  constraint project_vcpus_are_in_range check (vcpus between 0 and 999999)
);

-- Module workspace. The limit that all projects of a workspace share.
create table workspace_limit (
  workspace_id text primary key references workspace,
  vcpus integer not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null,
  constraint workspace_vcpus_are_in_range check (vcpus between 0 and 999999)
);
