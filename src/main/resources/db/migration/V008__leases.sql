-- Module lease. Which replica leads each scope. The epoch grows with every change of holder and fences a
-- leader that was paused: its writes name an epoch that is no longer current.
create table lease (
  scope text primary key,
  holder text not null,
  epoch bigint not null,
  expires_at timestamptz not null
);

-- One row: containers are labelled with this id, by which OpenHTC recognizes its own.
create table installation (
  id uuid not null,
  only_one boolean primary key default true,
  constraint there_is_one check (only_one)
);
