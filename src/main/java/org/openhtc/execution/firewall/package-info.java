/** The rules for the packets of jobs on their hosts. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.firewall;
