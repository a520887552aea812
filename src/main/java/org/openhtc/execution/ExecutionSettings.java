package org.openhtc.execution;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How jobs are run on their hosts.
 *
 * @param pollInterval longest pause between two looks at a host; events of its engine come sooner
 * @param startDeadline a placed job whose container does not run after this time is moved away
 * @param stopGrace time between SIGTERM and SIGKILL
 * @param hostLostAfter jobs of a host that does not answer for so long are moved away
 * @param quarantine how long a host that failed several starts in a row gets no jobs
 * @param diskWatchInterval pause between two measurements of what a running job has written, where
 *     no quota stops it
 * @param startsPerCore containers being started at once per processor of the host; a bare engine
 *     loop is fastest at about four (docs/performance.md)
 * @param pidsLimit processes and threads of a job at most
 * @param logLimit what is kept of an attempt's log at most, time stamps included; the end is kept
 * @param imageReserveGib while a local host has less free disk than so many GiB, pulled images that
 *     no job needs are removed; 0 keeps them all
 * @param network {@code isolated} for a network of our own on each host, with a firewall; or an
 *     engine's network mode, such as {@code bridge} or {@code none}
 * @param requireIsolation whether hosts that can't isolate jobs get none
 * @param apiUrl base URL of this service as jobs reach it
 */
@Validated
@ConfigurationProperties("openhtc.execution")
public record ExecutionSettings(
    @DefaultValue("1s") @NotNull @DurationMin(millis = 10) Duration pollInterval,
    @DefaultValue("10m") @NotNull @DurationMin(seconds = 1) Duration startDeadline,
    @DefaultValue("10s") @NotNull @DurationMin(seconds = 1) Duration stopGrace,
    @DefaultValue("30s") @NotNull @DurationMin(seconds = 1) Duration hostLostAfter,
    @DefaultValue("5m") @NotNull @DurationMin(seconds = 1) Duration quarantine,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 100) Duration diskWatchInterval,
    @DefaultValue("4") @Min(1) @Max(16) int startsPerCore,
    @DefaultValue("4096") @Min(16) long pidsLimit,
    @DefaultValue("16MB") @NotNull DataSize logLimit,
    @DefaultValue("10") @Min(0) int imageReserveGib,
    @DefaultValue("isolated") @NotEmpty String network,
    @DefaultValue("false") boolean requireIsolation,
    @NotNull URI apiUrl) {}
