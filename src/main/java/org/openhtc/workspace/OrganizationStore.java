package org.openhtc.workspace;

import org.springframework.data.jpa.repository.JpaRepository;

interface OrganizationStore extends JpaRepository<OrganizationRow, String> {}
