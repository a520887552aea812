/** How Java values are bound to SQL parameters; every module may use it. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.sql;
