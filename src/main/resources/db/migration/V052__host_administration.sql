-- Module host. Hosts that administrators register by the API stand beside those of the settings,
-- and an administrator may keep jobs off either kind.
alter table compute_host
  -- Who may change and remove it: a host of the settings is made anew from them at every start.
  add column source text not null default 'SETTINGS',
  -- What an administrator wants of the host; its health is what execution finds.
  add column duty text not null default 'WORKING',
  add column duty_reason text not null default '',
  -- Null while nobody has ever changed it.
  add column duty_since timestamptz,
  add constraint source_is_known check (source in ('SETTINGS', 'API')),
  add constraint duty_is_known check (duty in ('WORKING', 'DRAINED', 'QUARANTINED')),
  -- Whoever finds a host quarantined must be able to read why.
  add constraint quarantine_has_a_reason check (duty <> 'QUARANTINED' or duty_reason <> '');
