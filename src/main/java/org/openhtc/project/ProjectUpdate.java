package org.openhtc.project;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.RegionName;

/** Body of {@code PATCH /htc/projects/{projectId}}: regions to add. */
record ProjectUpdate(
    @Nullable List<@NotNull(message = "is null") RegionName> regions,
    @Nullable RegionName region,
    @Nullable List<@Valid @NotNull(message = "is null") RegionSettings> regionSettings)
    implements RegionChoice {}
