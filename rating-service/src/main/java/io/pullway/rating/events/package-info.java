/** What this service makes of its own events: the averages. And what it says to the outbox. */
package io.pullway.rating.events;
