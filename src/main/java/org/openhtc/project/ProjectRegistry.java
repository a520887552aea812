package org.openhtc.project;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Information about the images of projects. Module {@code registry} implements it. */
public interface ProjectRegistry {

  /**
   * The prefix of the names of the project's images, with a slash at the end. {@code docker push}
   * accepts it followed by {@code <repository>:<tag>}.
   */
  String address(Project project);

  /** The names of the projects' repositories, sorted; projects without repositories are absent. */
  Map<UUID, List<String>> repositories(Collection<UUID> projects);
}
