/**
 * The wire contract of Pullway, version 1: an HTTP message is the payload of a NATS message.
 *
 * <p>The only code that knows the name of a subject, a header or a field of the platform. Everything
 * here is a value or a pure function, except {@link io.pullway.wire.NatsLink} and {@link
 * io.pullway.wire.ServerClock}. {@code docs/wire-contract.md} says the same for other languages.
 */
package io.pullway.wire;
