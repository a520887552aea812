package org.openhtc.registry.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopePolicyTest {
  private static final String OWN = "projects/1";
  private static final Set<String> EXISTING = Set.of("app", "team/app");
  private static final ScopePolicy POLICY = new ScopePolicy(OWN, EXISTING::contains, () -> true);

  @Test
  void pushAndPullOfAnOwnRepositoryAreGranted() {
    assertThat(granted("repository:projects/1/team/app:push,pull"))
        .containsExactly(Access.to("projects/1/team/app", "push", "pull"));
  }

  @Test
  void scopesBeyondTheRightsAreNotGranted() {
    assertThat(granted("repository:projects/1/app:pull,delete,*"))
        .containsExactly(Access.to("projects/1/app", "pull"));
    for (String beyond :
        List.of(
            "repository:projects/1/app:*",
            "repository:projects/1/app:",
            "repository:projects/1/other:pull",
            "repository:projects/1/:pull",
            "repository:projects/1:pull",
            "repository:projects/12/app:pull",
            "repository:projects/1/../2/app:pull",
            "repository:elsewhere/projects/1/app:pull",
            "repository(plugin):projects/1/app:pull",
            "registry:catalog:*",
            "repository",
            "repository:",
            "::",
            ":projects/1/app:pull",
            "")) {
      assertThat(granted(beyond)).as(beyond).isEmpty();
    }
  }

  @Test
  void projectWithoutRoomMayPullAndNotPush() {
    ScopePolicy full = new ScopePolicy(OWN, EXISTING::contains, () -> false);
    List<Scope> requested = Scope.parseAll(List.of("repository:projects/1/app:pull,push"));
    assertThat(full.granted(requested)).containsExactly(Access.to("projects/1/app", "pull"));
    requested = Scope.parseAll(List.of("repository:projects/1/app:push"));
    assertThat(full.granted(requested)).isEmpty();
  }

  @Test
  void severalScopesMayBeInOneParameterOrInSeveral() {
    String own = "repository:projects/1/app:pull";
    String other = "repository:projects/2/app:pull";
    List<Access> expected = List.of(Access.to("projects/1/app", "pull"));
    assertThat(granted(own, other)).isEqualTo(expected);
    assertThat(granted(other + " " + own)).isEqualTo(expected);
  }

  /** For random requests: grants only requested actions on existing repositories of the project. */
  @Test
  void grantedAccessIsASubsetOfTheRequestAndTheRights() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      List<String> requested = randomScopes(random);
      for (Access access : granted(requested.toArray(String[]::new))) {
        assertThat(access.type()).isEqualTo("repository");
        assertThat(access.name()).startsWith(OWN + "/");
        assertThat(EXISTING).contains(access.name().substring(OWN.length() + 1));
        assertThat(access.actions()).isNotEmpty().isSubsetOf("pull", "push");
        assertThat(String.join(" ", requested))
            .contains(access.name(), access.actions().getFirst());
      }
    }
  }

  private static List<String> randomScopes(Random random) {
    List<String> scopes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      scopes.add(
          one(random, "repository", "registry", "", "repository:x")
              + one(random, ":", "", " ")
              + one(random, "projects/1/", "projects/2/", "projects/1", "/", "projects/1/../1/")
              + one(random, "app", "team/app", "app/", "other", "app:1", "")
              + one(random, ":", "", "::")
              + one(random, "pull", "push,pull", "*", "delete", ",", "pull,,push", "PULL", ""));
    }
    return scopes;
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static List<Access> granted(String... scopes) {
    return POLICY.granted(Scope.parseAll(List.of(scopes)));
  }
}
