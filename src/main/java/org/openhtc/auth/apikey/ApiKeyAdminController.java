package org.openhtc.auth.apikey;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.body.Body;
import org.openhtc.workspace.User;
import org.openhtc.workspace.UserAccess;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /admin/users/{userId}/api-keys}, for administrators of the user. */
@ApiController
class ApiKeyAdminController {
  private static final String KEYS = "/admin/users/{userId}/api-keys";

  private final ApiKeys keys;
  private final UserAccess access;

  ApiKeyAdminController(ApiKeys keys, UserAccess access) {
    this.keys = keys;
    this.access = access;
  }

  @GetMapping(KEYS)
  List<ApiKey> list(Caller caller, @PathVariable String userId) {
    return keys.ofUser(access.visible(caller, userId).id());
  }

  /** Creates a key. Only this response ever contains it. */
  @PostMapping(KEYS)
  @ResponseStatus(HttpStatus.CREATED)
  NewApiKeyView create(Caller caller, @PathVariable String userId, Body<NewApiKeyName> body) {
    User user = access.administered(caller, userId);
    return NewApiKeyView.of(keys.create(user.id(), body.read().name(), caller.role()));
  }

  @DeleteMapping(KEYS + "/{keyId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Caller caller, @PathVariable String userId, @PathVariable UUID keyId) {
    keys.revoke(access.administered(caller, userId).id(), keyId);
  }

  record NewApiKeyName(
      @NotNull(message = "is missing")
          @CodePointLength(min = 1, max = 255, message = "must have {min} to {max} characters")
          String name) {}

  record NewApiKeyView(String apiKey, UUID id, String name, Instant createdAt) {
    static NewApiKeyView of(NewApiKey created) {
      ApiKey description = created.description();
      return new NewApiKeyView(
          created.key(), description.id(), description.name(), description.createdAt());
    }
  }
}
