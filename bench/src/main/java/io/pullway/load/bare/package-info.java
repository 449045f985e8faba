/**
 * What is compared with: programs that do the same job with jnats alone, each in a JVM of its own. As fast as plain
 * jnats allows; the design's own levers (exact pull credit topped up at half, PubAcks on a wildcard subscription) are
 * used here too, so that a comparison does not flatter the platform.
 */
package io.pullway.load.bare;
