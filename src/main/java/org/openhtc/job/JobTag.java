package org.openhtc.job;

import org.jspecify.annotations.Nullable;

/** A label of a batch, set by the user. */
public record JobTag(@Nullable String key, @Nullable String value) {}
