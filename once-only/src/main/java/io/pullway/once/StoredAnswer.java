package io.pullway.once;

import java.util.List;

/**
 * What a method answered, as it is stored.
 *
 * @param status of HTTP
 * @param headers that the method set, and Content-Type if there is a body
 * @param body the entity's bytes, or null for none; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredAnswer(int status, List<Header> headers, byte[] body) {
    /** One field. A name that has several values comes several times. */
    record Header(String name, String value) {}
}
