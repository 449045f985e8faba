package io.pullway.cli.cluster;

/**
 * A deployment of the platform.
 *
 * @param wanted how many instances there should be
 * @param ready how many can work now
 */
public record Workload(String name, int wanted, int ready) {}
