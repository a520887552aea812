package org.openhtc.execution.host;

import java.util.Set;

/**
 * Requests that are lost, by the names of their methods.
 *
 * @param operations may change
 */
record FailingCalls(Set<String> operations) implements UnreliableEngine.Losses {
  @Override
  public boolean losesRequest(String operation) {
    return operations.contains(operation);
  }

  @Override
  public boolean losesResponse(String operation) {
    return false;
  }

  @Override
  public boolean losesEvent() {
    return false;
  }
}
