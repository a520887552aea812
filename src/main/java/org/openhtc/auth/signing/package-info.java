/**
 * The keys that sign and verify tokens, their rotation and their publication. Uses nothing else of
 * the module. Writes {@code signing_key}.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.auth.signing;
