package org.openhtc.job.submission;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which images jobs may use.
 *
 * @param hostImages whether jobs may also use images that are only on hosts, if the project has no
 *     repository with that name; every user who may submit jobs can then use such an image
 */
@ConfigurationProperties("openhtc.execution")
record HostImageSettings(@DefaultValue("false") boolean hostImages) {}
