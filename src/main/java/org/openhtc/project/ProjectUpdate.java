package org.openhtc.project;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.RegionName;

/**
 * Body of {@code PATCH /htc/projects/{projectId}}: regions to add, and a new name or description.
 * What is absent stays unchanged.
 */
record ProjectUpdate(
    @Nullable @CodePointLength(min = 1, max = 255, message = "must have {min} to {max} characters")
        String projectName,
    @Nullable @CodePointLength(max = 4000, message = "must have at most {max} characters")
        String projectDescription,
    @Nullable List<@NotNull(message = "is null") RegionName> regions,
    @Nullable RegionName region,
    @Nullable List<@Valid @NotNull(message = "is null") RegionSettings> regionSettings)
    implements RegionChoice {}
