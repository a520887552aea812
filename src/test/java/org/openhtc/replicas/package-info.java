/**
 * Several processes of the service on one database, with simulated engines as their hosts. Each
 * process can be isolated like on a machine of its own, killed, paused and restarted.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.replicas;
