package io.pullway.cli.streams;

import java.util.List;

/** What Kubernetes knows of every object. Only the name is used, and only in messages. */
final class MetadataFields {
    static final List<Field> ALL = List.of(
            Field.forNackOnly("name", new Text()),
            Field.forNackOnly("namespace", new Text()),
            Field.forNackOnly("labels", new Labels()),
            Field.forNackOnly("annotations", new Labels()),
            Field.forNackOnly("finalizers", new Many(new Text(), true)),
            // A cluster writes these; they stand in what `kubectl get -o yaml` prints.
            Field.forNackOnly("creationTimestamp", new Text()),
            Field.forNackOnly("generation", new Whole(0)),
            Field.forNackOnly("resourceVersion", new Text()),
            Field.forNackOnly("uid", new Text()));

    private MetadataFields() {}
}
