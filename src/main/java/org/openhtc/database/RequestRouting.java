package org.openhtc.database;

import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** The data source of all repositories: the thread decides which pool a connection comes from. */
final class RequestRouting extends AbstractRoutingDataSource {

  @Override
  protected Object determineCurrentLookupKey() {
    return RequestThreadFilter.isRequestThread();
  }
}
