package io.pullway.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcFilesTest {
    private static final long BURNT_MICROS = 300_000;

    @Test
    void cpuTimeThatThisProcessUsesIsSeen() {
        long self = ProcessHandle.current().pid();
        long before = ProcFiles.cpuMicros(self);
        long machineBefore = ProcFiles.machineCpuMicros();
        burn();
        assertThat(ProcFiles.cpuMicros(self) - before).isBetween(BURNT_MICROS - 20_000, 100 * BURNT_MICROS);
        assertThat(ProcFiles.machineCpuMicros() - machineBefore).isGreaterThan(BURNT_MICROS / 2);
    }

    @Test
    void cpuTimeOfAnEndedChildIsSeen() throws IOException, InterruptedException {
        long before = ProcFiles.endedChildrenCpuMicros();
        Process child = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done").start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcFiles.endedChildrenCpuMicros() - before).isGreaterThanOrEqualTo(10_000);
    }

    @Test
    void residentMemoryIsMeasuredInBytesAndNothingIsLeftOfAnEndedProcess() throws IOException, InterruptedException {
        assertThat(ProcFiles.residentBytes(ProcessHandle.current().pid())).isBetween(10L << 20, 100L << 30);
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        assertThat(ProcFiles.residentBytes(child.pid())).isZero();
    }

    private static void burn() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + TimeUnit.MICROSECONDS.toNanos(BURNT_MICROS);
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
