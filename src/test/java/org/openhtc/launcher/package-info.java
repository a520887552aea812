/** Tests of the scripts in {@code launcher/}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.launcher;
