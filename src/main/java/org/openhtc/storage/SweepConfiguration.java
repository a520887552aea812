package org.openhtc.storage;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Enables the scheduled runs of {@link GrantSweeper} and {@link FolderRemover}. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SweepConfiguration {}
