package io.pullway.wire.record;

import io.pullway.wire.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A world whose connections break: what is written may be lost, or stored without anybody hearing of it, at once
 * or later; publications may be refused. Tells the history what was really stored.
 */
final class UnreliableWorld implements World {
    private final World world;
    private final Random random;
    private final History history;
    private final List<Runnable> underWay = new ArrayList<>();
    private boolean healed;

    UnreliableWorld(World world, Random random, History history) {
        this.world = world;
        this.random = random;
        this.history = history;
    }

    /** From now on nothing is lost any more. */
    void heal() {
        healed = true;
        land();
    }

    /** Lets one of the messages arrive that are still under way, somewhere between sender and server. */
    void land() {
        while (!underWay.isEmpty()) {
            underWay.remove(random.nextInt(underWay.size())).run();
            if (!healed) {
                return;
            }
        }
    }

    @Override
    public RequestId id() {
        return world.id();
    }

    @Override
    public long now() {
        return world.now();
    }

    @Override
    public void advance(long millis) {
        world.advance(millis);
    }

    @Override
    public AnswerRecord read() {
        return world.read();
    }

    @Override
    public WriteResult write(RecordWrite write) {
        return switch (accident()) {
            case 0 -> unknownWrite();
            case 1 -> {
                store(write);
                yield unknownWrite();
            }
            case 2 -> {
                underWay.add(() -> store(write));
                yield unknownWrite();
            }
            default -> store(write);
        };
    }

    private static WriteResult unknownWrite() {
        return new WriteResult.Unknown("no reply");
    }

    private WriteResult store(RecordWrite write) {
        WriteResult result = world.write(write);
        if (result instanceof WriteResult.Written written) {
            history.written(write, written.sequence());
        }
        return result;
    }

    @Override
    public Published publish(long claim, long deadlineMillis) {
        return switch (accident()) {
            case 0 -> Published.UNKNOWN;
            case 1 -> {
                world.publish(claim, deadlineMillis);
                yield Published.UNKNOWN;
            }
            case 2 -> {
                underWay.add(() -> world.publish(claim, deadlineMillis));
                yield Published.UNKNOWN;
            }
            case 3 -> Published.REFUSED;
            default -> world.publish(claim, deadlineMillis);
        };
    }

    @Override
    public Delivered pull() {
        return world.pull();
    }

    @Override
    public void ack(Delivered delivered) {
        // The acknowledgement may be lost as well.
        if (healed || random.nextInt(10) > 0) {
            world.ack(delivered);
        }
    }

    private int accident() {
        return healed ? Integer.MAX_VALUE : random.nextInt(25);
    }
}
