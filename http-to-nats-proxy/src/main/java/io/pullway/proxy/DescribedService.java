package io.pullway.proxy;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A service whose instances have an OpenAPI document.
 *
 * @param resources that it serves now
 * @param versions of the document that its instances have now: several while it is replaced
 */
record DescribedService(String name, SortedSet<String> resources, SortedSet<String> versions) {
    DescribedService(String name) {
        this(name, new TreeSet<>(), new TreeSet<>());
    }

    void add(String resource, String version) {
        resources.add(resource);
        versions.add(version);
    }
}
