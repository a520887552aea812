package org.openhtc.registry.token;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Decides which of the requested scopes a user's token contains: pull and push on repositories that
 * exist under the project's own path. The registry denies all other access, because the token does
 * not contain it.
 *
 * @param projectPath path of the project's images, such as {@code projects/<id>}
 * @param exists whether the project has a repository of that name
 * @param hasRoom whether the project may push; requested only for a push
 */
public record ScopePolicy(String projectPath, Predicate<String> exists, BooleanSupplier hasRoom) {
  private static final Set<String> ACTIONS = Set.of(Access.PULL, Access.PUSH);

  /** What the token contains; possibly nothing. */
  public List<Access> granted(List<Scope> requested) {
    return requested.stream().flatMap(scope -> granted(scope).stream()).toList();
  }

  private Optional<Access> granted(Scope scope) {
    String own = projectPath + "/";
    if (!scope.type().equals("repository")
        || !scope.name().startsWith(own)
        || !exists.test(scope.name().substring(own.length()))) {
      return Optional.empty();
    }
    List<String> actions = scope.actions().stream().filter(this::isAllowed).toList();
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(new Access(scope.type(), scope.name(), actions));
  }

  private boolean isAllowed(String action) {
    return ACTIONS.contains(action) && (!action.equals(Access.PUSH) || hasRoom.getAsBoolean());
  }
}
