package org.openhtc.registry;

import java.util.List;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.auth.RegistryLogin;
import org.openhtc.auth.RegistryPasswords;
import org.openhtc.project.Project;
import org.openhtc.project.ProjectAccess;
import org.springframework.stereotype.Component;

/** Decides what a user may do in the registry. */
@Component
class RegistryAccess {
  /** The user name that the published API tells everyone to log in with. */
  private static final String USERNAME = "AWS";

  private final RegistryPasswords passwords;
  private final ProjectAccess projects;
  private final Repositories repositories;
  private final RegistryTokens tokens;
  private final RegistrySettings settings;

  RegistryAccess(
      RegistryPasswords passwords,
      ProjectAccess projects,
      Repositories repositories,
      RegistryTokens tokens,
      RegistrySettings settings) {
    this.passwords = passwords;
    this.projects = projects;
    this.repositories = repositories;
    this.tokens = tokens;
    this.settings = settings;
  }

  /** A new password for {@code docker login}, for this project alone. */
  String password(UserCaller caller, Project project) {
    return passwords.issue(caller, project.id(), settings.passwordLifetime());
  }

  /**
   * A token for as much of the scopes as the user may reach; possibly for nothing.
   *
   * @throws ApiException 401 when the credentials are not good, 404 when the user has lost sight of
   *     the project
   */
  RegistryTokens.Token grant(BasicCredentials credentials, List<Scope> scopes) {
    if (!credentials.username().equals(USERNAME)) {
      throw ApiException.unauthorized("The user name is not AWS.");
    }
    RegistryLogin login = passwords.verify(credentials.password());
    Project project = projects.visible(login.caller(), login.projectId());
    Grants grants =
        new Grants(settings.path(project), name -> repositories.exists(project.id(), name));
    return tokens.forUser(login.caller().userId(), grants.of(scopes));
  }
}
