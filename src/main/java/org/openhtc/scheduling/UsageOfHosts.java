package org.openhtc.scheduling;

import java.util.Map;
import java.util.stream.Collectors;
import org.openhtc.host.HostUsage;
import org.openhtc.job.queue.HostUse;
import org.openhtc.job.queue.HostUseReader;
import org.springframework.stereotype.Component;

/** Reports to module {@code host} what jobs use of its hosts. */
@Component
class UsageOfHosts implements HostUsage {
  private final HostUseReader reader;

  UsageOfHosts(HostUseReader reader) {
    this.reader = reader;
  }

  @Override
  public Map<String, Used> used() {
    return reader.all().stream()
        .collect(
            Collectors.toMap(
                HostUse::host,
                use -> new Used(use.vcpus(), use.memoryMib()),
                (a, b) -> new Used(a.vcpus() + b.vcpus(), a.memoryMib() + b.memoryMib())));
  }
}
