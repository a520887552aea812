package org.openhtc.embedded;

/** The names of the files and directories in the home directory that other modules need. */
public final class HomeFiles {
  /** The data directory of the embedded PostgreSQL. */
  public static final String DATABASE = "pg18";

  /** The password of its user {@code postgres}. */
  public static final String DATABASE_PASSWORD = "pg-password";

  /** Its programs, which the service unpacks at each start. */
  public static final String DATABASE_PROGRAMS = "pg-binaries";

  /** Locked by the service that uses this home directory. */
  public static final String SERVICE_LOCK = "service.lock";

  /** The embedded object store. */
  public static final String STORE = "store";

  /** The embedded image registry. */
  public static final String REGISTRY = "registry";

  private HomeFiles() {}
}
