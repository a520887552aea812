package org.openhtc.storage;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets the sweepers come round. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SweepConfiguration {}
