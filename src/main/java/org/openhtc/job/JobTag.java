package org.openhtc.job;

import org.jspecify.annotations.Nullable;

/** A label that a user gave to a batch. */
public record JobTag(@Nullable String key, @Nullable String value) {}
