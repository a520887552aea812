package org.openhtc.task;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of tasks.
 *
 * @param perProject tasks of a project that are not deleted
 */
@Validated
@ConfigurationProperties("openhtc.tasks")
record TaskSettings(@DefaultValue("100000") @Min(1) int perProject) {}
