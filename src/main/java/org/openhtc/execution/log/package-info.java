/** Archives the logs of ended attempts in the object store. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.log;
