-- Module auth. Only hashes of API keys are stored: reading this table is not enough to call the service.
create table api_key (
  id uuid primary key,
  user_id text not null references app_user,
  name text not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  -- The role of the user who created the key. The key is refused while its user has a higher role:
  -- otherwise the creator would gain what the user is granted later.
  maker_role text not null default 'PLATFORM_ADMIN',
  -- A value of another length is no SHA-256 and could never match.
  constraint api_key_hash_is_sha256 check (octet_length(sha256) = 32)
);

-- Every exchange of a key for a token; a key belongs to one user.
create unique index api_key_by_hash on api_key (sha256);

-- The foreign key, and the list of a user's keys.
create index api_key_by_user on api_key (user_id, created_at);

-- The newest key signs and all of them verify, so that a rotation invalidates no token. The private
-- part is here because every process of the service signs.
create table signing_key (
  kid text primary key,
  -- X.509 SubjectPublicKeyInfo of an EC P-256 key
  public_key bytea not null,
  -- PKCS#8 of the same key, encrypted with the secret of the settings; in the clear without one
  private_key bytea not null,
  created_at timestamptz not null
);
