/** {@code pullway new}: a service from nothing, in the manner of those that a checkout has. */
package io.pullway.cli.service;
