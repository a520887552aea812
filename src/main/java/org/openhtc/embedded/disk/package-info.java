/** How much of the disk files use. */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.disk;
