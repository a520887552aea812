/**
 * Keep-alive HTTP/1.1 connections over Unix sockets, TCP and TLS. Calls block the calling thread,
 * which is usually a virtual one, and need no thread of their own.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.execution.http;
