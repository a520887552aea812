-- Module workspace. An organization has workspaces, and a workspace has users.
create table organization (
  code text primary key,
  name text not null,
  can_view_organization_jobs boolean not null,
  created_at timestamptz not null,
  -- The code is part of tokens and lists; an empty one would match nothing and be taken for an error.
  constraint organization_code_is_plain check (code ~ '^[A-Za-z0-9_-]{1,64}$')
);

create table workspace (
  id text primary key,
  organization_code text not null references organization,
  name text not null,
  created_at timestamptz not null,
  -- The id is part of paths such as /htc/workspaces/{id}/limits.
  constraint workspace_id_is_plain check (id ~ '^[A-Za-z0-9_-]{1,64}$')
);

-- The foreign key, and the list of an organization's workspaces, page by page.
create index workspace_by_organization on workspace (organization_code, id);

-- "user" is a reserved word of SQL.
create table app_user (
  id text primary key,
  workspace_id text not null references workspace,
  email text not null,
  full_name text not null,
  role text not null,
  created_at timestamptz not null,
  -- Not null: the user's keys and tokens are refused. Users are never deleted, because jobs keep their
  -- ids.
  disabled_at timestamptz,
  -- The values of the enum Role.
  constraint app_user_role_is_known
    check (role in ('USER', 'WORKSPACE_ADMIN', 'ORGANIZATION_ADMIN', 'PLATFORM_ADMIN'))
);

-- One account for each address, regardless of case; also the lookup of a user by address.
create unique index app_user_email on app_user (lower(email));

-- The foreign key, a workspace's users, and its first administrator.
create index app_user_by_workspace on app_user (workspace_id, created_at);

-- The most vCPUs that the jobs of all projects of a workspace may use at once.
create table workspace_limit (
  workspace_id text primary key references workspace,
  vcpus integer not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_by text not null,
  updated_at timestamptz not null,
  -- The range of the API.
  constraint workspace_vcpus_are_in_range check (vcpus between 0 and 999999)
);

-- How long tasks of a workspace are kept, in projects without a policy of their own.
create table workspace_retention_policy (
  workspace_id text primary key references workspace,
  -- Hours; 0 = never.
  archive_after integer not null,
  delete_after integer not null,
  -- When these hours were set, which may be later than the workspace's first policy.
  created_at timestamptz not null,
  -- A hundred years, the bound of the API: more could lead to a time outside the calendar.
  constraint workspace_retention_policy_hours
    check (archive_after between 0 and 876000 and delete_after between 0 and 876000)
);
