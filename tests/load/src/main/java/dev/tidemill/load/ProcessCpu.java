package dev.tidemill.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processor time that processes have used since they started, in seconds by process id. Where the system does not tell,
 * nothing is known of a process.
 */
record ProcessCpu(Map<Long, Double> seconds) {
    /** Of no process. */
    static final ProcessCpu NONE = new ProcessCpu(Map.of());

    ProcessCpu {
        seconds = Map.copyOf(seconds);
    }

    /** What processes have used until now. */
    static ProcessCpu of(Stream<ProcessHandle> processes) {
        Map<Long, Double> seconds = new HashMap<>();
        processes.forEach(process -> {
            Optional<Duration> used = process.info().totalCpuDuration();
            used.ifPresent(duration -> seconds.put(process.pid(), duration.toNanos() / 1e9));
        });
        return new ProcessCpu(seconds);
    }

    /** What the processes alive now have used since an earlier look; one that is new since then counts whole. */
    double since(ProcessCpu earlier) {
        return seconds.entrySet().stream()
                .mapToDouble(process -> process.getValue() - earlier.seconds.getOrDefault(process.getKey(), 0.0))
                .sum();
    }

    /** Both, where a process of both counts as it stood later. */
    ProcessCpu and(ProcessCpu later) {
        Map<Long, Double> all = new HashMap<>(seconds);
        all.putAll(later.seconds);
        return new ProcessCpu(all);
    }
}
