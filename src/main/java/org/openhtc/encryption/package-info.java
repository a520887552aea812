/** Encrypts the private keys that are stored in the database. Writes no table. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.encryption;
