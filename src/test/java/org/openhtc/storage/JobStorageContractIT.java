package org.openhtc.storage;

import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class JobStorageContractIT implements JobStorageContract {
  @Autowired JobStorage storage;

  @Override
  public JobStorage storage() {
    return storage;
  }
}
