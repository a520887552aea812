/**
 * The objects of the embedded store as files: a key is a path of escaped segments, and each object
 * is one file with its content and its metadata. Knows neither HTTP nor access rights.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.blob;
