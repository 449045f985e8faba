package io.pullway.cli.doctor;

import java.util.List;

/**
 * What one check has found.
 *
 * @param name such as {@code storage}
 * @param notLookedAt what could not be examined, and why; never left out silently
 */
public record Section(String name, List<Finding> findings, List<String> notLookedAt) {}
