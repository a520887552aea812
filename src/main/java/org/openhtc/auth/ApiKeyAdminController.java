package org.openhtc.auth;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.workspace.Users;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /admin/users/{userId}/api-keys}, for platform administrators. */
@ApiController
class ApiKeyAdminController {
  private static final String KEYS = "/admin/users/{userId}/api-keys";

  private final ApiKeys keys;
  private final Users users;

  ApiKeyAdminController(ApiKeys keys, Users users) {
    this.keys = keys;
    this.users = users;
  }

  @GetMapping(KEYS)
  List<ApiKey> list(Caller caller, @PathVariable String userId) {
    requireAdminAndUser(caller, userId);
    return keys.ofUser(userId);
  }

  /** Makes a key; this answer is the only one that ever tells it. */
  @PostMapping(KEYS)
  @ResponseStatus(HttpStatus.CREATED)
  Created create(Caller caller, @PathVariable String userId, @Valid @RequestBody Body body) {
    requireAdminAndUser(caller, userId);
    return new Created(keys.create(userId, body.name()));
  }

  @DeleteMapping(KEYS + "/{keyId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Caller caller, @PathVariable String userId, @PathVariable UUID keyId) {
    requireAdminAndUser(caller, userId);
    keys.revoke(userId, keyId);
  }

  private void requireAdminAndUser(Caller caller, String userId) {
    caller.require(Role.PLATFORM_ADMIN);
    if (users.find(userId).isEmpty()) {
      throw ApiException.notFound("user", userId);
    }
  }

  record Body(
      @NotNull(message = "is missing")
          @Size(min = 1, max = 255, message = "must have {min} to {max} characters")
          String name) {}

  record Created(String apiKey) {}
}
