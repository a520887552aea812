package org.openhtc.job.submission;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where images of jobs may come from.
 *
 * @param hostImages whether jobs may also use images that hosts hold by plain names, for names that
 *     the project has no repository for; such an image belongs to whoever may submit a job
 */
@ConfigurationProperties("openhtc.execution")
record HostImageSettings(@DefaultValue("false") boolean hostImages) {}
