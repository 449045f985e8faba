/** Who a request is from: tokens that the proxy verifies itself, before it forwards anything. */
package io.pullway.proxy.identity;
