/** Common parts of the tests: clients, engines, fakes and checks. */
@org.jspecify.annotations.NullMarked
package org.openhtc.testing;
