package org.openhtc.execution;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What jobs may do and use of their hosts, beside what their definitions limit.
 *
 * @param capabilities Linux capabilities of root in a job. Without those of the default, {@code
 *     chown}, {@code tar} and {@code su} fail. None of the default reaches beyond the container
 * @param pidsPerVcpu processes and threads of a job per vCPU; {@code pids-limit} limits the product
 * @param openFiles open files of one process of a job; must not exceed the limit of the engine's
 *     own process, unless that may exceed its limits
 * @param hostReserveGib a host with less free disk in GiB gets no jobs; 0 for no such check
 * @param imageGib size of an unpacked image in GiB above which it is removed after its pull
 */
public record JobLimitSettings(
    @DefaultValue({
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "SETUID",
          "SETGID",
          "SETPCAP",
          "KILL"
        })
        @NotNull
        List<@Pattern(regexp = JobLimitSettings.CONTAINED) String> capabilities,
    @DefaultValue("1024") @Min(64) long pidsPerVcpu,
    @DefaultValue("16384") @Min(1024) long openFiles,
    @DefaultValue("2") @Min(0) int hostReserveGib,
    @DefaultValue("100") @Min(1) int imageGib) {

  /** The capabilities whose effects end at the borders of a container. */
  static final String CONTAINED =
      "CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|SETGID|SETUID|SETPCAP|SETFCAP|NET_BIND_SERVICE|"
          + "SYS_CHROOT|AUDIT_WRITE";
}
