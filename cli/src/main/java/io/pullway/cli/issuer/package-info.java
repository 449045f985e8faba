/** The development issuer: its keys, and the tokens that it signs. Not for production; any OIDC provider is. */
package io.pullway.cli.issuer;
