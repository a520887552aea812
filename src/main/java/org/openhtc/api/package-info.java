/** Shared by all endpoints: callers, errors, pages, paths, JSON. Writes no table. */
@org.jspecify.annotations.NullMarked
package org.openhtc.api;
