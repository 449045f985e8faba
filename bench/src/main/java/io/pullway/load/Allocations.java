package io.pullway.load;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What our programs allocate on the Java heap for a request, as their JVMs count it. To be measured after all else: that a JVM can
 * be asked costs it memory.
 */
final class Allocations {
    private static final List<Role> ASKED = List.of(Role.PROXY, Role.WORKER);

    private Allocations() {}

    /** Bytes a request, of each; blocks as long as the load lasts. */
    static Map<Role, Double> of(TestBed bed, Contender contender, int inFlight, int seconds) {
        Map<Role, ThreadMXBean> counts = new EnumMap<>(Role.class);
        ASKED.forEach(role -> counts.put(role, counts(bed.processes(contender).get(role))));
        Map<Role, Long> before = read(counts);
        double requests = Math.max(
                1, Measurement.of(bed, contender, inFlight, seconds).load().requests());
        Map<Role, Double> each = new EnumMap<>(Role.class);
        read(counts).forEach((role, bytes) -> each.put(role, (bytes - before.get(role)) / requests));
        return each;
    }

    private static Map<Role, Long> read(Map<Role, ThreadMXBean> counts) {
        Map<Role, Long> bytes = new EnumMap<>(Role.class);
        counts.forEach((role, threads) -> bytes.put(role, threads.getTotalThreadAllocatedBytes()));
        return bytes;
    }

    /** The connection ends with this program. */
    private static ThreadMXBean counts(OwnedProcess process) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                return ManagementFactory.newPlatformMXBeanProxy(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))
                                .getMBeanServerConnection(),
                        ManagementFactory.THREAD_MXBEAN_NAME,
                        ThreadMXBean.class);
            } finally {
                machine.detach();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(process.name() + " is a JVM that cannot be asked", e);
        }
    }
}
