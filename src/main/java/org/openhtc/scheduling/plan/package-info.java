/**
 * The rules of the scheduler as pure functions: which held jobs are admitted, which waiting job
 * gets which host, and why a job waits. Everything that they need was read before; what they decide
 * is stored afterwards.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.scheduling.plan;
