/** What any container engine has to offer. Knows neither Docker nor the database. */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.engine;
