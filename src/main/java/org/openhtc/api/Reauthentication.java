package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates the sender of a request again while its response is still being written. So a long
 * response, such as an event stream, ends when its caller is disabled, and respects a change of the
 * caller's role.
 */
public final class Reauthentication {
  private static final String ATTRIBUTE = Reauthentication.class.getName();

  private final Supplier<Caller> authentication;

  private Reauthentication(Supplier<Caller> authentication) {
    this.authentication = authentication;
  }

  /**
   * Attaches the authentication to a request. Called by the filter that verified the credentials.
   *
   * @param authentication verifies the credentials again; throws {@link ApiException} when they are
   *     no longer valid
   */
  public static void set(HttpServletRequest request, Supplier<Caller> authentication) {
    request.setAttribute(ATTRIBUTE, new Reauthentication(authentication));
  }

  /**
   * The caller with its current role.
   *
   * @throws ApiException 401 when the credentials are no longer valid
   */
  public static Caller caller(HttpServletRequest request) {
    @Nullable Object found = request.getAttribute(ATTRIBUTE);
    if (!(found instanceof Reauthentication stored)) {
      throw new IllegalStateException("the credentials of this request were never verified");
    }
    return stored.authentication.get();
  }
}
