package org.openhtc.job;

/** A named string: an environment variable or a claim for the job's token. */
public record NameValue(String name, String value) {}
