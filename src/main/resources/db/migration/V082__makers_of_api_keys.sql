-- Module auth. The role of who made a key: a key stands for a user only while the user's role is not
-- above that, or somebody who made a key for a user would get what the user is given later. So far
-- only platform administrators made keys.
ALTER TABLE api_key ADD COLUMN maker_role text NOT NULL DEFAULT 'PLATFORM_ADMIN';
