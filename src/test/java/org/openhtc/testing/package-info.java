/** Set-up, clients and servers that the tests share. */
@org.jspecify.annotations.NullMarked
package org.openhtc.testing;
