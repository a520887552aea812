/**
 * What a token for the registry contains: the requested scopes, those that are granted, and the key
 * that signs it. Uses nothing else of the module.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.registry.token;
