package org.openhtc.region;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The regions of this installation. */
@Component
public class Regions {
  private static final String ENABLED =
      """
      SELECT name FROM region WHERE enabled
      """;

  private static final String ENABLE =
      """
      INSERT INTO region (name, enabled, updated_at) VALUES (:name, true, :now)
      ON CONFLICT (name) DO UPDATE SET enabled = true, updated_at = excluded.updated_at
      WHERE NOT region.enabled
      """;

  private static final String ENABLE_BY_DEFAULT =
      """
      INSERT INTO region (name, enabled, updated_at) VALUES (:name, true, :now)
      ON CONFLICT (name) DO NOTHING
      """;

  private static final String SET =
      """
      INSERT INTO region (name, enabled, updated_by, updated_at)
      VALUES (:name, :enabled, :user, :now)
      ON CONFLICT (name) DO UPDATE SET enabled = excluded.enabled,
        updated_by = excluded.updated_by, updated_at = excluded.updated_at
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  Regions(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Whether projects may use the region now. */
  public boolean isEnabled(RegionName region) {
    return enabled().contains(region);
  }

  /** The regions that projects may use, in the order of the enum; may be empty. */
  public Set<RegionName> enabled() {
    Set<RegionName> enabled = EnumSet.noneOf(RegionName.class);
    jdbc.sql(ENABLED).query(String.class).list().forEach(n -> enabled.add(RegionName.valueOf(n)));
    return Collections.unmodifiableSet(enabled);
  }

  /** Enables the region; does nothing when it is enabled already. */
  public void ensureEnabled(RegionName region) {
    write(ENABLE, region);
  }

  /** Enables the region unless an administrator has disabled it. */
  public void enableByDefault(RegionName region) {
    write(ENABLE_BY_DEFAULT, region);
  }

  /** Enables or disables a region; projects that already use a disabled region keep it. */
  void set(RegionName region, boolean enabled, String userId) {
    jdbc.sql(SET)
        .param("name", region.name())
        .param("enabled", enabled)
        .param("user", userId)
        .param("now", OffsetDateTime.now(clock))
        .update();
  }

  private void write(String statement, RegionName region) {
    jdbc.sql(statement)
        .param("name", region.name())
        .param("now", OffsetDateTime.now(clock))
        .update();
  }
}
