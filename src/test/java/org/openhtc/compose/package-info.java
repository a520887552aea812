/** Tests of {@code docker-compose.yml}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.compose;
