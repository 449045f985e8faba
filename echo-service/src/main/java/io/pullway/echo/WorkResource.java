package io.pullway.echo;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Works as an ordinary blocking method does: it holds a thread of the pool for as long as the query says. For
 * comparisons, in which it says of itself when it worked on what.
 */
@Path("/echo/work")
public class WorkResource {
    private static final long MOST_MILLIS = 60_000;
    private static final long PROCESS = ProcessHandle.current().pid();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * @param id that of the query
     * @param process the number of this one on its machine
     * @param startedMicros of the wall clock, as {@code endedMicros}
     */
    public record Work(long id, long process, long startedMicros, long endedMicros) {}

    /**
     * @param waitMillis sleeps, as one who waits for a database
     * @param cpuMillis of the processor's time it then computes
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Work work(
            @QueryParam("id") long id,
            @QueryParam("wait") @DefaultValue("0") long waitMillis,
            @QueryParam("cpu") @DefaultValue("0") long cpuMillis)
            throws InterruptedException {
        if (waitMillis < 0 || waitMillis > MOST_MILLIS || cpuMillis < 0 || cpuMillis > MOST_MILLIS) {
            throw new BadRequestException("wait and cpu have to be from 0 to " + MOST_MILLIS);
        }
        long started = nowMicros();
        Thread.sleep(waitMillis);
        compute(Duration.ofMillis(cpuMillis));
        return new Work(id, PROCESS, started, nowMicros());
    }

    private static void compute(Duration time) {
        long end = THREADS.getCurrentThreadCpuTime() + time.toNanos();
        while (THREADS.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
