package io.pullway.wire.record;

import io.pullway.wire.record.RecordsModel.Scale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** The table of the records as a whole: random interleavings of proxies and servers that crash at every step. */
class RecordsModelTest {
    private static final RecordTimes TIMES = RecordTimes.of(5, 10_000);

    @Property(tries = 5_000)
    void whateverCrashesNothingIsDoneTwiceAndEverybodyGetsTheSameAnswer(@ForAll long seed) {
        RecordsModel model = new RecordsModel(
                new SimulatedWorld(TIMES), TIMES, new Scale(30_000, 400, 2_000, 11_000, 31_000, 61_000, 200_000), seed);
        model.run();
        Statistics.collect(Math.min(model.history().effects(), 3) + " effects");
    }
}
