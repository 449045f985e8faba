package io.pullway.wire;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages with up to four small accidents: what a fuzzer would try. */
final class Mutations {
    private static final byte[] DANGEROUS = Wire.octetsOf("\r\n\0 \t:\u00ff\u007f/?#%.*>HP1\"\u000b\u0085\u00a0");

    private Mutations() {}

    static Arbitrary<byte[]> of(Arbitrary<byte[]> valid) {
        return Combinators.combine(valid, Arbitraries.integers().between(0, 4), Arbitraries.longs())
                .as((message, times, seed) -> {
                    Random random = new Random(seed);
                    byte[] mutated = message;
                    for (int i = 0; i < times; i++) {
                        mutated = mutated(mutated, random);
                    }
                    return mutated;
                });
    }

    private static byte[] mutated(byte[] message, Random random) {
        if (message.length == 0) {
            return message;
        }
        // Most accidents happen in the header section.
        int at = random.nextInt(random.nextInt(4) == 0 ? message.length : Math.min(message.length, 300));
        int end = at + random.nextInt(Math.min(40, message.length - at) + 1);
        byte[] before = Arrays.copyOf(message, at);
        byte[] after = Arrays.copyOfRange(message, at, message.length);
        byte[] slice = Arrays.copyOfRange(message, at, end);
        return switch (random.nextInt(5)) {
            case 0 -> Wire.joined(before, dangerous(random), after);
            case 1 -> Wire.joined(before, dangerous(random), Arrays.copyOfRange(message, at + 1, message.length));
            case 2 -> Wire.joined(before, slice, after);
            case 3 -> Wire.joined(before, Arrays.copyOfRange(message, end, message.length));
            default -> before;
        };
    }

    private static byte[] dangerous(Random random) {
        return new byte[] {DANGEROUS[random.nextInt(DANGEROUS.length)]};
    }
}
