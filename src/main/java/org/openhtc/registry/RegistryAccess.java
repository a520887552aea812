package org.openhtc.registry;

import java.util.List;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.auth.RegistryLogin;
import org.openhtc.auth.RegistryPasswords;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.openhtc.registry.token.BasicCredentials;
import org.openhtc.registry.token.Scope;
import org.openhtc.registry.token.ScopePolicy;
import org.springframework.stereotype.Component;

/** Decides what a user may do in the registry. */
@Component
class RegistryAccess {
  /** The user name with which all users log in, according to the published API. */
  private static final String USERNAME = "AWS";

  private final RegistryPasswords passwords;
  private final ProjectAccess projects;
  private final RepositoryStore repositories;
  private final ImageSpace space;
  private final RegistryTokens tokens;
  private final RegistrySettings settings;

  RegistryAccess(
      RegistryPasswords passwords,
      ProjectAccess projects,
      RepositoryStore repositories,
      ImageSpace space,
      RegistryTokens tokens,
      RegistrySettings settings) {
    this.passwords = passwords;
    this.projects = projects;
    this.repositories = repositories;
    this.space = space;
    this.tokens = tokens;
    this.settings = settings;
  }

  /** Issues a password for {@code docker login} that is valid for this project only. */
  String password(UserCaller caller, Project project) {
    return passwords.issue(caller, project.id(), settings.passwordLifetime());
  }

  /**
   * Issues a token for those of the scopes that the user may access; possibly for none, and without
   * the right to push if the images of the project use too much space. The nodes of a cluster send
   * the token of one pull as the password, and receive it again.
   *
   * @throws ApiException 401 when the credentials are invalid, 404 when the user can no longer see
   *     the project
   */
  RegistryTokens.SignedToken grant(BasicCredentials credentials, List<Scope> scopes) {
    if (credentials.username().equals(RegistryTokens.HOST)) {
      return tokens
          .ofHost(credentials.password())
          .orElseThrow(() -> ApiException.unauthorized("The token is not valid any more."));
    }
    if (!credentials.username().equals(USERNAME)) {
      throw ApiException.unauthorized("The user name must be AWS.");
    }
    RegistryLogin login = passwords.verify(credentials.password());
    Project project = projects.visible(login.caller(), login.projectId());
    String path = settings.path(project);
    ScopePolicy policy =
        new ScopePolicy(
            path, name -> repositories.exists(project.id(), name), () -> space.hasRoom(path));
    return tokens.forUser(login.caller().userId(), policy.granted(scopes));
  }
}
