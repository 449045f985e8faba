/** How the platform is now, for who looks at it: gathered once a second, only while somebody does. */
package io.pullway.proxy.platform;
