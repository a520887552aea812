package org.openhtc.workspace;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The users of all workspaces. */
@Component
public class Users {
  /** The longest time for which another process uses outdated data of a user. */
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final UserStore users;
  private final WorkspaceStore workspaces;
  private final Clock clock;
  private final TransactionTemplate transactions;
  private final Cache<String, User> cache =
      CacheBuilder.newBuilder().maximumSize(10_000).expireAfterWrite(CACHED).build();

  Users(UserStore users, WorkspaceStore workspaces, Clock clock, TransactionTemplate transactions) {
    this.users = users;
    this.workspaces = workspaces;
    this.clock = clock;
    this.transactions = transactions;
  }

  /** The user with this id, at most 5 seconds old. Cached, because every request reads it. */
  public Optional<User> find(String id) {
    User cached = cache.getIfPresent(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<User> loaded = users.findWithWorkspaceById(id).map(UserRow::view);
    loaded.ifPresent(user -> cache.put(id, user));
    return loaded;
  }

  /** The users of a page by id, and one more if there is a next page. */
  List<User> page(AdminScope scope, PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    Limit limit = Limit.of(page.pageSize() + 1);
    return users.page(after, scope.organizationCode(), scope.workspaceId(), limit).stream()
        .map(UserRow::view)
        .toList();
  }

  /**
   * Creates a user with a random id.
   *
   * @throws ApiException 404 when there is no such workspace, 409 when the email is taken
   */
  @Transactional
  public User create(String workspaceId, NewUser user) {
    users.lockForCreation(user.email().toLowerCase(Locale.ROOT));
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
   * Changes a user without losing concurrent changes. The keys and tokens of a disabled user are
   * refused from now on, in other processes some seconds later; its jobs continue.
   *
   * @param guard checks the current state of the user, and may refuse the change
   * @throws ApiException 404 when there is no such user, 409 when the change would leave the
   *     installation without a platform administrator
   */
  User change(String id, UserChange change, Consumer<User> guard) {
    User changed =
        transactions.execute(transaction -> {
          boolean isLast = change.removesPlatformAdministrator() && isLastPlatformAdministrator(id);
          UserRow row = locked(id);
          guard.accept(row.view());
          if (isLast) {
            throw ApiException.conflict(
                "User '%s' is the last platform administrator.".formatted(id));
          }
          return row.change(change, clock).view();
        });
    cache.invalidate(id);
    return Objects.requireNonNull(changed);
  }

  /** Locks all platform administrators until the transaction ends. */
  private boolean isLastPlatformAdministrator(String id) {
    List<UserRow> administrators = users.lockEnabled(Role.PLATFORM_ADMIN);
    return administrators.size() == 1 && administrators.getFirst().id.equals(id);
  }

  private UserRow locked(String id) {
    return users.findLockedById(id).orElseThrow(() -> ApiException.notFound("user", id));
  }
}
