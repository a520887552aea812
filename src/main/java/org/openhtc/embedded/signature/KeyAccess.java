package org.openhtc.embedded.signature;

/**
 * What the holder of an access key may do.
 *
 * @param owner on whose behalf the key is used; the requests of an owner's keys share limits
 */
public record KeyAccess(String accessKey, StoreScope scope, String owner) {}
