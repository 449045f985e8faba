package io.pullway.cli.streams;

import java.util.List;

/** The fields that tell NACK how to work. They are checked like all others; only two of them mean something here. */
final class NackFields {
    /** Honoured: what exists is left as it is. */
    static final String PREVENT_UPDATE = "preventUpdate";

    /** Honoured: the JetStream domain that is asked. */
    static final String DOMAIN = "jsDomain";

    static final List<Field> ALL = List.of(
            Field.forNackOnly(PREVENT_UPDATE, new Flag()),
            Field.forNackOnly(DOMAIN, new Text()),
            // Nothing is ever deleted here.
            Field.forNackOnly("preventDelete", new Flag()),
            // How NACK connects. Who applies a file says that on the command line.
            Field.forNackOnly("account", new Text()),
            Field.forNackOnly("creds", new Text()),
            Field.forNackOnly("nkey", new Text()),
            Field.forNackOnly("servers", new Many(new Text(), true)),
            Field.forNackOnly("tlsFirst", new Flag()),
            Field.forNackOnly(
                    "tls",
                    new Group(List.of(
                            Field.forNackOnly("clientCert", new Text()),
                            Field.forNackOnly("clientKey", new Text()),
                            Field.forNackOnly("rootCas", new Many(new Text(), true))))));

    private NackFields() {}
}
