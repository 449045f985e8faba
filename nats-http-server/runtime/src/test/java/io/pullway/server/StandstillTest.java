package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both who ticks and who beats must be alive. */
class StandstillTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long GAP = TimeUnit.SECONDS.toNanos(3);

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Standstill standstill = new Standstill(GAP);

    @AfterEach
    void end() {
        standstill.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void whoTicksSeldomStandsStill() {
        long now = System.nanoTime();
        standstill.seenTo(now);

        assertThat(standstill.gap(now + GAP)).isZero();
        assertThat(standstill.gap(now + GAP + 1)).isEqualTo(GAP + 1);
        standstill.seenTo(now + GAP);
        assertThat(standstill.gap(now + GAP + 1)).isZero();
    }

    @Test
    void aBlockedLoopStandsStillHoweverOftenOthersTick() throws InterruptedException {
        EventLoop loop = loops.next();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        standstill.watch(loop, Duration.ofMillis(10));
        loop.execute(() -> {
            blocked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        blocked.await();

        Await.until(LIMIT, "the gap is noticed", () -> {
            standstill.ticked(System.nanoTime());
            return standstill.gap(System.nanoTime()) > 0;
        });
        released.countDown();
        Await.until(LIMIT, "the loop beats again", () -> standstill.gap(System.nanoTime()) == 0);
    }
}
