-- Module host. Hosts as configured and as their engines describe them: Docker engines and Kubernetes
-- clusters, by the scheme of the endpoint.
create table compute_host (
  name text primary key,
  region text not null,
  endpoint text not null,
  tls_directory text,
  -- Where on a cluster the jobs run, in JSON; null for a Docker engine.
  cluster text,
  -- SETTINGS: configured again from the settings at every start. API: registered, changed and removed by
  -- administrators.
  source text not null default 'SETTINGS',
  -- False when the settings no longer contain the host or an administrator has removed it. The row
  -- remains because jobs name it.
  configured boolean not null,
  -- What the engine reported last; null before the first contact.
  architecture text,
  vcpus integer,
  memory_mib bigint,
  -- Null also where the free disk can't be measured from the service's machine.
  disk_gib bigint,
  disk_mechanism text,
  -- Whether two logical processors share a core; null where that is unknown.
  hyperthreading boolean,
  -- The largest nodes of a cluster, in JSON; null for a single machine.
  node_sizes text,
  engine_version text,
  -- By which a host is recognised under another name, and another engine under its name.
  engine_id text,
  -- How far the host isolates its jobs from itself and from each other, as found at the last contact.
  isolation text not null default 'NONE',
  -- Settings for placement.
  reserved_vcpus integer not null,
  reserved_memory_mib bigint not null,
  vcpu_overcommit double precision not null,
  -- Set by the host's agent.
  health text not null,
  health_reason text not null,
  last_seen_at timestamptz,
  -- Since when no process of the service has reached the engine; null while one does. The jobs of a host
  -- that is unreachable for long return to the queue.
  unreachable_since timestamptz,
  -- Set by administrators: whether the host takes jobs, and since when; null if it was never changed.
  duty text not null default 'WORKING',
  duty_reason text not null default '',
  duty_since timestamptz,
  updated_at timestamptz not null,
  -- A host takes jobs only after its engine has reported what it has.
  constraint ready_hosts_are_measured
    check (health <> 'READY' or (architecture is not null and vcpus is not null)),
  -- The rules of the settings and of the API.
  constraint reserve_is_not_negative check (reserved_vcpus >= 0 and reserved_memory_mib >= 0),
  constraint overcommit_is_positive check (vcpu_overcommit > 0),
  -- Only a cluster has a place on it.
  constraint place_is_of_a_cluster check ((cluster is not null) = (endpoint like 'kubernetes:%')),
  -- The values of the enums HostSource and HostDuty.
  constraint source_is_known check (source in ('SETTINGS', 'API')),
  constraint duty_is_known check (duty in ('WORKING', 'DRAINED', 'QUARANTINED')),
  -- An administrator who finds a host quarantined must be able to read why.
  constraint quarantine_has_a_reason check (duty <> 'QUARANTINED' or duty_reason <> '')
);
