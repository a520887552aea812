package org.openhtc.job.ledger;

import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /admin/audit/ledger}: counts all jobs again, for platform administrators. */
@ApiController
class LedgerController {
  private final LedgerReader reader;

  LedgerController(LedgerReader reader) {
    this.reader = reader;
  }

  @GetMapping("/admin/audit/ledger")
  Ledger read(Caller caller) {
    caller.require(Role.PLATFORM_ADMIN);
    return reader.read();
  }
}
