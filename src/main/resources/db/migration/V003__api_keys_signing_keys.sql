-- Module auth. Only hashes of API keys are stored: who reads this table can't call the service.
CREATE TABLE api_key (
    id uuid PRIMARY KEY,
    user_id text NOT NULL REFERENCES app_user,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    -- Anything else is no SHA-256 and could never match.
    CONSTRAINT api_key_hash_is_sha256 CHECK (octet_length(sha256) = 32)
);

-- Serves every exchange of a key for a token; one key belongs to one user.
CREATE UNIQUE INDEX api_key_by_hash ON api_key (sha256);

-- Serves the foreign key and "the keys of a user".
CREATE INDEX api_key_by_user ON api_key (user_id, created_at);

-- The newest key signs, all of them verify: that is how a rotation refuses no token. The private
-- part is here because every replica signs; protect the database accordingly.
CREATE TABLE signing_key (
    kid text PRIMARY KEY,
    -- X.509 SubjectPublicKeyInfo of an EC P-256 key
    public_key bytea NOT NULL,
    -- PKCS#8 of the same key
    private_key bytea NOT NULL,
    created_at timestamptz NOT NULL
);
