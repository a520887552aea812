package org.openhtc.task;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.CodePointLength;

/** Body of {@code POST /htc/projects/{projectId}/tasks}. */
record NewTask(
    @NotNull(message = "is missing")
        @CodePointLength(min = 1, max = 255, message = "must have {min} to {max} characters")
        String taskName,
    @NotNull(message = "is missing")
        @CodePointLength(max = 4000, message = "must have at most {max} characters")
        String taskDescription) {}
