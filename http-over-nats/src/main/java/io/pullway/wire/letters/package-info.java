/**
 * Dead letters for people: read, shown with their credentials masked, sent again and erased. The command line and the
 * proxy do nothing but carry what is here to a terminal or to HTTP.
 */
package io.pullway.wire.letters;
