-- Compute hosts as configured and as their engines describe them.
create table compute_host (
  name text primary key,
  region text not null,
  endpoint text not null,
  tls_directory text,
  -- What the engine said when it last answered; null before the first contact.
  architecture text,
  vcpus integer,
  memory_mib bigint,
  disk_gib bigint,
  disk_mechanism text,
  engine_version text,
  -- Settings for placement.
  reserved_vcpus integer not null,
  reserved_memory_mib bigint not null,
  vcpu_overcommit double precision not null,
  health text not null,
  health_reason text not null,
  last_seen_at timestamptz,
  configured boolean not null,
  updated_at timestamptz not null,
  -- A host takes jobs only after its engine told what it has.
  constraint ready_hosts_are_measured check (health <> 'READY' or (architecture is not null and vcpus is not null)),
  constraint reserve_is_not_negative check (reserved_vcpus >= 0 and reserved_memory_mib >= 0),
  constraint overcommit_is_positive check (vcpu_overcommit > 0)
);
