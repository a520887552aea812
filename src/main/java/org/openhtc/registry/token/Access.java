package org.openhtc.registry.token;

import java.util.List;

/**
 * The actions that a token allows on one resource of the registry.
 *
 * @param type always {@code repository} in tokens that OpenHTC issues
 * @param name path of the repository in the registry, such as {@code projects/<id>/app}
 * @param actions {@code pull}, {@code push}, {@code delete}
 */
public record Access(String type, String name, List<String> actions) {
  public static final String PULL = "pull";
  public static final String PUSH = "push";
  public static final String DELETE = "delete";

  /** The actions on a repository. */
  public static Access to(String repository, String... actions) {
    return new Access("repository", repository, List.of(actions));
  }
}
