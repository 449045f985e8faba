package io.pullway.load;

import java.util.Map;
import java.util.OptionalDouble;

/** The contenders at one number of requests in flight. */
record Comparison(int inFlight, Map<Contender, Summary> summaries) {
    Summary of(Contender contender) {
        return summaries.get(contender);
    }

    /** The whole path's throughput as a part of the floor's. */
    double ratio() {
        return of(Contender.PATH).perSecond() / of(Contender.FLOOR).perSecond();
    }

    /** The whole path's throughput as a part of that with a bare worker. */
    double ratioToBare() {
        return of(Contender.PATH).perSecond() / of(Contender.BARE).perSecond();
    }

    /** The whole path's throughput with a key in every request, as a part of that without; nothing if not measured. */
    OptionalDouble ratioOfKeyed() {
        return summaries.containsKey(Contender.KEYED)
                ? OptionalDouble.of(
                        of(Contender.KEYED).perSecond() / of(Contender.PATH).perSecond())
                : OptionalDouble.empty();
    }

    /** The throughput of {@code @OnceOnly} as a part of the same without; nothing if that was not measured. */
    OptionalDouble ratioOfOnce() {
        return summaries.containsKey(Contender.ONCE)
                ? OptionalDouble.of(
                        of(Contender.ONCE).perSecond() / of(Contender.PLAIN).perSecond())
                : OptionalDouble.empty();
    }

    /** A list's throughput through the whole path, as a part of that over a port of the service; nothing if not measured. */
    OptionalDouble ratioOfList() {
        return summaries.containsKey(Contender.LIST)
                ? OptionalDouble.of(
                        of(Contender.LIST).perSecond() / of(Contender.OWN).perSecond())
                : OptionalDouble.empty();
    }

    double p50AboveFloorMillis() {
        return of(Contender.PATH).p50Millis() - of(Contender.FLOOR).p50Millis();
    }

    long errors() {
        return summaries.values().stream().mapToLong(Summary::errors).sum();
    }
}
