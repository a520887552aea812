package org.openhtc.execution;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
 * @param pollInterval pause between two passes of a host's agent, which check the deadlines of its
 *     jobs; what is not as expected is read in the next pass
 * @param listInterval longest pause between two lists of the containers of a host with jobs, and
 *     between two reads of its jobs, while events report all changes; idle hosts are listed three
 *     times less often
 * @param startDeadline a placed job whose container does not run by then returns to the queue
 * @param stopGrace time between SIGTERM and SIGKILL
 * @param hostLostAfter jobs of a host that is unreachable for so long return to the queue
 * @param quarantine how long a host gets no jobs after a test container failed on it, until the
 *     next one
 * @param diskWatchInterval pause between two measurements of the disk use of a running job, on
 *     hosts without a quota; up to four times as long while the job writes nothing
 * @param startsPerCore concurrent starts per processor of the host; an engine is fastest at about
 *     four (docs/performance.md)
 * @param pidsLimit most processes and threads of a job
 * @param logLimit largest size of an archived log, time stamps included; only its end is kept
 * @param imageReserveGib while a local host has less free disk space in GiB, pulled images that no
 *     job needs are removed; 0 keeps them all
 * @param network {@code isolated} for a network of OpenHTC on each host, with a firewall; or a
 *     network mode of the engine, such as {@code bridge} or {@code none}
 * @param runtime the engine's name of the OCI runtime for jobs; {@code auto} for crun where it
 *     works, else the engine's default
 * @param requireIsolation whether hosts that can't limit jobs, or can't isolate them in the network
 *     {@code isolated}, get no jobs
 * @param apiUrl base URL of this service as jobs reach it
 * @param limits of all jobs, regardless of their definitions
 */
@Validated
@ConfigurationProperties("openhtc.execution")
public record ExecutionSettings(
    @DefaultValue("1s") @NotNull @DurationMin(millis = 10) Duration pollInterval,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 10) Duration listInterval,
    @DefaultValue("10m") @NotNull @DurationMin(seconds = 1) Duration startDeadline,
    @DefaultValue("10s") @NotNull @DurationMin(seconds = 1) Duration stopGrace,
    @DefaultValue("30s") @NotNull @DurationMin(seconds = 1) Duration hostLostAfter,
    @DefaultValue("5m") @NotNull @DurationMin(seconds = 1) Duration quarantine,
    @DefaultValue("10s") @NotNull @DurationMin(millis = 100) Duration diskWatchInterval,
    @DefaultValue("4") @Min(1) @Max(16) int startsPerCore,
    @DefaultValue("4096") @Min(16) long pidsLimit,
    @DefaultValue("16MB") @NotNull DataSize logLimit,
    @DefaultValue("10") @Min(0) int imageReserveGib,
    @DefaultValue("isolated")
        @NotEmpty
        @Pattern(
            regexp = "(?!host$).*",
            message = "must not be 'host': jobs would reach all services of their host")
        String network,
    @DefaultValue("auto") @NotEmpty String runtime,
    @DefaultValue("true") boolean requireIsolation,
    @NotNull URI apiUrl,
    @DefaultValue @NotNull @Valid JobLimitSettings limits) {}
