/** {@code pullway doctor}: what is wrong with a platform, why it matters, and the command that mends it. */
package io.pullway.cli.doctor;
