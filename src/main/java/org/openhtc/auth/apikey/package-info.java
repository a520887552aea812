/** API keys of users. Uses nothing else of the module. Writes {@code api_key}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.auth.apikey;
