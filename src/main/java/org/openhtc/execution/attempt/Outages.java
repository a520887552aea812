package org.openhtc.execution.attempt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest outages of an engine. A container that was killed in one of them may be examined after
 * further ones.
 */
public record Outages(List<Outage> latest) {
  public static final Outages NONE = new Outages(List.of());

  private static final int REMEMBERED = 8;

  /** These outages and a later one. */
  public Outages with(Outage later) {
    List<Outage> all = new ArrayList<>(latest);
    all.add(later);
    return new Outages(List.copyOf(all.subList(Math.max(0, all.size() - REMEMBERED), all.size())));
  }

  boolean contain(@Nullable Instant moment) {
    return moment != null && latest.stream().anyMatch(outage -> outage.contains(moment));
  }
}
