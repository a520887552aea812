package org.openhtc.task;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Body of {@code POST /htc/projects/{projectId}/tasks}. */
record NewTask(
    @NotNull(message = "is missing")
        @Size(min = 1, max = 255, message = "must have {min} to {max} characters")
        String taskName,
    @NotNull(message = "is missing")
        @Size(max = 4000, message = "must have at most {max} characters")
        String taskDescription) {}
