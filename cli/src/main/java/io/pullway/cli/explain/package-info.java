/** {@code pullway explain}: where one request is, and what happened to it. */
package io.pullway.cli.explain;
