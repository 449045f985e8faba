/** How many requests in a second one client may send. */
package io.pullway.proxy.limits;
