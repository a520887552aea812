package org.openhtc.execution.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an engine's description of itself shows about its limits and its known security holes. */
final class EngineWeaknesses {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  private EngineWeaknesses() {}

  /** The limits of a container that the engine accepts and ignores. */
  static List<String> ignoredLimits(EngineJson.Info info) {
    List<String> ignored = new ArrayList<>();
    addIf(isFalse(info.limitsMemory()), "memory", ignored);
    addIf(isFalse(info.limitsCpu()), "CPU time", ignored);
    addIf(isFalse(info.limitsPids()), "processes", ignored);
    return ignored;
  }

  private static boolean isFalse(@Nullable Boolean value) {
    return Boolean.FALSE.equals(value);
  }

  private static void addIf(boolean isMissing, String limit, List<String> ignored) {
    if (isMissing) {
      ignored.add(limit);
    }
  }

  /** One clause about an old runc, from which programs in containers can escape. */
  static Optional<String> oldRuntime(EngineJson.Info info) {
    EngineJson.Commit runc = info.runc();
    String id = runc == null || runc.id() == null ? "" : runc.id();
    Matcher version = VERSION.matcher(id);
    if (!version.find()) {
      return Optional.empty();
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    int patch = Integer.parseInt(version.group(3));
    if (major != 1 || minor > 3 || minor == 3 && patch >= 3 || minor == 2 && patch >= 8) {
      return Optional.empty();
    }
    String known = minor < 2 && patch < 12 ? "CVE-2024-21626 and CVE-2025-31133" : "CVE-2025-31133";
    return Optional.of(
        "unless its distribution has added the fixes, jobs can escape from runc %s by %s"
            .formatted(version.group(), known));
  }
}
