package org.openhtc.project;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What projects tell of their images; answered by module {@code registry}. */
public interface ProjectRegistry {

  /**
   * What the names of the project's images begin with: with {@code <repository>:<tag>} behind it,
   * it is what {@code docker push} takes. Ends with a slash.
   */
  String address(Project project);

  /** The names of the projects' repositories, in order; projects without any are left out. */
  Map<UUID, List<String>> repositories(Collection<UUID> projects);
}
