/** What happened, told once and in order: an outbox in PostgreSQL, and channels to and from the events stream. */
package io.pullway.events;
