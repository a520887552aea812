package org.openhtc.backup;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** The commands {@code backup DIRECTORY} and {@code restore DIRECTORY}. */
public final class BackupCommand {
  private static final Set<String> NAMES = Set.of("backup", "restore");
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private BackupCommand() {}

  /** Whether the first argument is one of these commands. */
  public static boolean isNamedBy(String[] arguments) {
    return arguments.length > 0 && NAMES.contains(arguments[0]);
  }

  /**
   * Runs the command for the home directory of the environment variable {@code OPENHTC_HOME}, by
   * default {@code ~/.openhtc}.
   *
   * @return the exit code; 0 for success
   */
  public static int run(String[] arguments) {
    return run(arguments, home(System.getenv()), System.out, System.err);
  }

  static int run(String[] arguments, Path home, PrintStream out, PrintStream err) {
    if (arguments.length != 2 || arguments[1].isBlank()) {
      err.println("openhtc: Name one directory: " + arguments[0] + " DIRECTORY");
      return WRONG_USE;
    }
    Path directory = Path.of(arguments[1]).toAbsolutePath().normalize();
    try {
      String result =
          arguments[0].equals("backup")
              ? new Backup(home, directory, Clock.systemUTC()).make()
              : new Restoration(home, directory).make();
      out.println("openhtc: " + result);
      return 0;
    } catch (BackupException e) {
      err.println("openhtc: " + e.getMessage());
    } catch (IOException | SQLException e) {
      err.println("openhtc: The " + arguments[0] + " failed: " + e);
    }
    return FAILED;
  }

  static Path home(Map<String, String> environment) {
    String set = environment.getOrDefault("OPENHTC_HOME", "");
    Path home = set.isBlank() ? Path.of(System.getProperty("user.home"), ".openhtc") : Path.of(set);
    return home.toAbsolutePath().normalize();
  }
}
