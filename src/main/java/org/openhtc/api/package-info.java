/** What every endpoint shares: who calls, errors, pages, paths, JSON. Writes no table. */
@org.jspecify.annotations.NullMarked
package org.openhtc.api;
