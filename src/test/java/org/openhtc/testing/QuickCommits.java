package org.openhtc.testing;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Commits of a service in this JVM do not wait until they are on the disk, which takes milliseconds
 * each time. No test ends PostgreSQL below such a service: those that do have a {@link
 * ServiceProcess}, with the durability that users have.
 */
@Component
public class QuickCommits implements BeanPostProcessor {
  private static final String PARAMETER = "options=-c%20synchronous_commit=off";

  /** The URL of a database, with the parameter of its connections. */
  public static String url(String jdbcUrl) {
    return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + PARAMETER;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof JdbcConnectionDetails details ? new Quick(details) : bean;
  }

  private record Quick(JdbcConnectionDetails details) implements JdbcConnectionDetails {
    @Override
    public @Nullable String getUsername() {
      return details.getUsername();
    }

    @Override
    public @Nullable String getPassword() {
      return details.getPassword();
    }

    @Override
    public String getJdbcUrl() {
      return url(details.getJdbcUrl());
    }
  }
}
