package org.openhtc.workspace;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageQuery;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The users of all workspaces. */
@Component
public class Users {
  /** How long another replica may go on with what it knew of a user. */
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final UserStore users;
  private final WorkspaceStore workspaces;
  private final Clock clock;
  private final Cache<String, User> known =
      CacheBuilder.newBuilder().maximumSize(10_000).expireAfterWrite(CACHED).build();

  Users(UserStore users, WorkspaceStore workspaces, Clock clock) {
    this.users = users;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /** The user with this id, as of at most 5 seconds ago: asked for with every request. */
  public Optional<User> find(String id) {
    User cached = known.getIfPresent(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<User> loaded = users.findWithWorkspaceById(id).map(UserRow::view);
    loaded.ifPresent(user -> known.put(id, user));
    return loaded;
  }

  /** Users by id; one more than the page holds, if there is one. */
  List<User> page(PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    return users.findByIdGreaterThanOrderById(after, Limit.of(page.pageSize() + 1)).stream()
        .map(UserRow::view)
        .toList();
  }

  /**
   * Creates a user, with an id of the service's choice.
   *
   * @throws ApiException 404 when there is no such workspace, 409 when the email is taken
   */
  @Transactional
  public User create(String workspaceId, NewUser user) {
    if (users.emailIsTaken(user.email())) {
      throw ApiException.conflict("There is a user '%s' already.".formatted(user.email()));
    }
    WorkspaceRow workspace =
        workspaces
            .findById(workspaceId)
            .orElseThrow(() -> ApiException.notFound("workspace", workspaceId));
    return users.save(new UserRow(ShortId.next(), workspace, user, clock.instant())).view();
  }

  /**
   * Locks a user out: keys and tokens are refused from now on, on other replicas seconds later.
   * Jobs that were accepted go on.
   *
   * @throws ApiException 404 when there is no such user
   */
  public void disable(String id) {
    UserRow user = users.findById(id).orElseThrow(() -> ApiException.notFound("user", id));
    user.disabledAt = clock.instant();
    users.save(user);
    known.invalidate(id);
  }
}
