-- Module host. Free disk that can't be told from here is null; 0 was both that and a full disk, and
-- the next contact tells which.
update compute_host set disk_gib = null where disk_gib = 0;
