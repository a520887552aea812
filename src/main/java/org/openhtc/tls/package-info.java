/**
 * HTTPS for the API: reads the certificate, replaces it while the service runs, and refuses or
 * redirects plain HTTP. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"lease"})
@org.jspecify.annotations.NullMarked
package org.openhtc.tls;
