package org.openhtc.auth.signing;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * {@code /admin/signing-keys}: key rotation without downtime. Create a new key, and retire the old
 * one when the last token that it signed has expired.
 */
@ApiController
class SigningKeyController {
  private final SigningKeys keys;

  SigningKeyController(SigningKeys keys) {
    this.keys = keys;
  }

  /** The keys that verify tokens; the first one signs new tokens. */
  @GetMapping("/admin/signing-keys")
  List<SigningKeyView> list(Caller caller) {
    caller.require(Role.PLATFORM_ADMIN);
    return keys.all().stream().map(SigningKeyView::of).toList();
  }

  /** Creates a key, which signs all new tokens. */
  @PostMapping("/admin/signing-keys")
  @ResponseStatus(HttpStatus.CREATED)
  SigningKeyView rotate(Caller caller) {
    caller.require(Role.PLATFORM_ADMIN);
    return SigningKeyView.of(keys.rotate());
  }

  /** Removes a key; the tokens that it signed are refused. */
  @DeleteMapping("/admin/signing-keys/{kid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void retire(Caller caller, @PathVariable String kid) {
    caller.require(Role.PLATFORM_ADMIN);
    keys.retire(kid);
  }

  record SigningKeyView(String kid, String alg) {
    static SigningKeyView of(SigningKey key) {
      return new SigningKeyView(key.kid(), SigningKey.ALGORITHM);
    }
  }
}
