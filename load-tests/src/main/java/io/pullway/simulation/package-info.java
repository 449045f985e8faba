/** What simulations share that is not Gatling's: settings, what became of each request, figures of it. */
package io.pullway.simulation;
