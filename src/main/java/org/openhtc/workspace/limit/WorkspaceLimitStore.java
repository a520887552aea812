package org.openhtc.workspace.limit;

import org.springframework.data.jpa.repository.JpaRepository;

interface WorkspaceLimitStore extends JpaRepository<WorkspaceLimitRow, String> {}
