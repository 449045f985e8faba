package io.pullway.load;

import io.pullway.load.figures.LoadResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One contender under load for a while: what the load generator saw, and what it cost.
 *
 * @param strangersPercent how much of the machine's processors was used by programs that do not belong here, or taken
 *     away by other guests of the same host
 */
record Measurement(LoadResult load, Map<Role, Cost> costs, double strangersPercent) {
    private static final long SAMPLE_MILLIS = 250;

    /**
     * Of one process.
     *
     * @param cpuMicros a request
     * @param residentMegabytes the most that was seen
     */
    record Cost(double cpuMicros, double residentMegabytes) {}

    /** Measures; blocks as long as the load lasts. */
    static Measurement of(TestBed bed, Contender contender, int inFlight, int seconds) {
        Map<Role, Long> pids = new EnumMap<>(Role.class);
        bed.processes(contender).forEach((role, process) -> pids.put(role, process.pid()));
        Load load = bed.load(contender);
        Cpu before = Cpu.now(pids);
        long begin = System.nanoTime();
        Load.Running running = load.start(inFlight, seconds);
        Map<Role, Long> watched = new EnumMap<>(pids);
        watched.put(Role.CLIENT, running.pid());
        LoadResult result;
        Map<Role, Long> resident;
        try (ResidentMemory memory = new ResidentMemory(watched)) {
            result = running.await();
            resident = memory.most();
        }
        Cpu used = Cpu.now(pids).since(before);
        double micros = (System.nanoTime() - begin) / 1e3 * Runtime.getRuntime().availableProcessors();
        Map<Role, Cost> costs = new EnumMap<>(Role.class);
        watched.keySet()
                .forEach(role -> costs.put(
                        role,
                        new Cost(
                                used.of(role) / (double) Math.max(1, result.requests()),
                                resident.getOrDefault(role, 0L) / 1e6)));
        return new Measurement(result, costs, Math.max(0, 100 * used.ofStrangers() / micros));
    }

    /** All of it, a request. */
    double cpuMicros() {
        return costs.values().stream().mapToDouble(Cost::cpuMicros).sum();
    }

    /**
     * CPU times.
     *
     * @param load of load generators that have ended; one that goes on is among the processes
     */
    private record Cpu(Map<Role, Long> processes, long load, long machine) {
        static Cpu now(Map<Role, Long> pids) {
            Map<Role, Long> processes = new EnumMap<>(Role.class);
            pids.forEach((role, pid) -> processes.put(role, ProcFiles.cpuMicros(pid)));
            return new Cpu(processes, ProcFiles.endedChildrenCpuMicros(), ProcFiles.machineCpuMicros());
        }

        Cpu since(Cpu before) {
            Map<Role, Long> used = new EnumMap<>(Role.class);
            processes.forEach((role, micros) -> used.put(role, micros - before.processes.get(role)));
            return new Cpu(used, load - before.load, machine - before.machine);
        }

        long of(Role role) {
            return processes.getOrDefault(role, 0L) + (role == Role.CLIENT ? load : 0);
        }

        double ofStrangers() {
            return machine
                    - load
                    - processes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Looks at processes four times a second. */
    private static final class ResidentMemory implements AutoCloseable {
        private final Map<Role, Long> pids;
        private final Map<Role, Long> most = new EnumMap<>(Role.class);
        private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());

        ResidentMemory(Map<Role, Long> pids) {
            this.pids = pids;
            ticker.scheduleAtFixedRate(this::look, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
        }

        private synchronized void look() {
            pids.forEach((role, pid) -> most.merge(role, ProcFiles.residentBytes(pid), Math::max));
        }

        synchronized Map<Role, Long> most() {
            return new EnumMap<>(most);
        }

        @Override
        public void close() {
            ticker.shutdownNow();
        }
    }
}
