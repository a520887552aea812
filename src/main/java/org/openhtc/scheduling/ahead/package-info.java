/**
 * Jobs that are placed ahead of the room for them: how many ends a host is expected to have, and
 * which jobs have to be given back.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.scheduling.ahead;
