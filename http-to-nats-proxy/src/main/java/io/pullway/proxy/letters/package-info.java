/** Dead letters for those who look after the platform, over HTTP. */
package io.pullway.proxy.letters;
