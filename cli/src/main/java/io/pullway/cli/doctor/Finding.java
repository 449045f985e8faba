package io.pullway.cli.doctor;

/**
 * One thing that is not as it should be.
 *
 * @param what is so, in one sentence without its full stop
 * @param why it matters
 * @param command to type, which mends it or says more where a person has to decide
 */
public record Finding(Severity severity, String what, String why, String command) {}
