package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out anew who sent a request: an answer that goes on for long must end when its caller is
 * locked out, and heed the role that the caller has by then.
 */
public final class Reauthentication {
  private static final String ATTRIBUTE = Reauthentication.class.getName();

  private final Supplier<Caller> authentication;

  private Reauthentication(Supplier<Caller> authentication) {
    this.authentication = authentication;
  }

  /**
   * For whoever has verified the credentials.
   *
   * @param authentication verifies them again; throws {@link ApiException} when they are good no
   *     longer
   */
  public static void set(HttpServletRequest request, Supplier<Caller> authentication) {
    request.setAttribute(ATTRIBUTE, new Reauthentication(authentication));
  }

  /**
   * @throws ApiException 401 when the credentials are good no longer
   */
  public static Caller of(HttpServletRequest request) {
    @Nullable Object found = request.getAttribute(ATTRIBUTE);
    if (!(found instanceof Reauthentication anew)) {
      throw new IllegalStateException("nobody has verified the credentials of this request");
    }
    return anew.authentication.get();
  }
}
