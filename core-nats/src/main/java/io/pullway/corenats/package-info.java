/**
 * The protocol of core NATS, spoken on an event loop of Netty: what arrives is handled on the loop that read it, and what is
 * published in one turn of it is written at once. jnats hands each message over between three threads, which costs more than
 * all that Pullway does with it; ADR 0035 says what is left to jnats, and why.
 */
package io.pullway.corenats;
