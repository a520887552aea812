/** What the tests share. */
@org.jspecify.annotations.NullMarked
package org.openhtc.testing;
