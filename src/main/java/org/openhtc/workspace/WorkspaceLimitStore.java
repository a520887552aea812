package org.openhtc.workspace;

import org.springframework.data.jpa.repository.JpaRepository;

interface WorkspaceLimitStore extends JpaRepository<WorkspaceLimitRow, String> {}
