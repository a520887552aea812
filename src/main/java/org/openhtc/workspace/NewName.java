package org.openhtc.workspace;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.CodePointLength;

/** Body of a request that renames an organization or a workspace. */
record NewName(
    @NotNull(message = "is missing") @CodePointLength(min = 1, max = 255, message = NewName.LENGTH)
        String name) {
  static final String LENGTH = "must have {min} to {max} characters";
}
