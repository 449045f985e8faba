/** An effect happens once however often its request is delivered: {@link io.pullway.once.OnceOnly}. */
package io.pullway.once;
