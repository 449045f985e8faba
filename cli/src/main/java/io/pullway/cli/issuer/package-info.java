/** The development issuer: its keys, the tokens that it signs, and the page to sign in at. Not for production; any OIDC provider is. */
package io.pullway.cli.issuer;
