/** Browsers that sign in: the proxy is the OIDC client, and keeps the tokens from them in a sealed cookie. */
package io.pullway.proxy.signin;
