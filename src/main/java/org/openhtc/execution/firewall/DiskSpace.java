package org.openhtc.execution.firewall;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The disk on which a host keeps its containers.
 *
 * @param freeGib whole GiB that are free
 * @param fewInodes whether so few inodes are left that small files could take them all
 */
public record DiskSpace(long freeGib, boolean fewInodes) {
  private static final Pattern LINE = Pattern.compile("disk (\\d+) (\\d+) (\\d+) (\\d+)");
  private static final long FEW_PERCENT = 5;

  /** Reads the line that {@link FirewallRules#SCRIPT} prints; null if there is none. */
  public static @Nullable DiskSpace printed(List<String> output) {
    return output.stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(DiskSpace::of)
        .orElse(null);
  }

  /** File systems without a fixed number of inodes, such as btrfs, report 0 of 0. */
  private static DiskSpace of(Matcher line) {
    long bytes = Long.parseLong(line.group(1)) * Long.parseLong(line.group(2));
    long freeInodes = Long.parseLong(line.group(3));
    long inodes = Long.parseLong(line.group(4));
    return new DiskSpace(bytes >> 30, inodes > 0 && freeInodes < inodes / 100 * FEW_PERCENT);
  }
}
