/**
 * The records of keyed and asynchronous requests: what one holds, who may change it and how, and the keys
 * by which they are found.
 *
 * <p>{@link io.pullway.wire.record.RecordRules} decides and {@link io.pullway.wire.record.RecordStore} reads
 * and writes; proxies and servers do nothing but carry the decisions of the one to the other.
 */
package io.pullway.wire.record;
