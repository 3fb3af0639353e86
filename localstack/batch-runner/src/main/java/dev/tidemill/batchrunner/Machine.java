package dev.tidemill.batchrunner;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this machine has for jobs.
 *
 * @param vcpus processors
 * @param memoryMb MiB
 * @param gpus NVIDIA graphics processors
 */
public record Machine(double vcpus, int memoryMb, int gpus) {
    /** Counts what is there: device files {@code /dev/nvidia0}, ... stand for graphics processors. */
    static Machine found() {
        long bytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new Machine(Runtime.getRuntime().availableProcessors(), (int) (bytes >> 20), nvidiaDevices());
    }

    private static int nvidiaDevices() {
        try (Stream<Path> devices = Files.list(Path.of("/dev"))) {
            return (int) devices.filter(
                            device -> String.valueOf(device.getFileName()).matches("nvidia\\d+"))
                    .count();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /** Why a job can never run here, in Batch's words and ours; null when it can. */
    @Nullable
    String lacks(JobSpec spec) {
        if (spec.gpus() > gpus) {
            return lack(spec.gpus() + " GPU", gpus + " GPU");
        }
        if (spec.vcpus() > vcpus) {
            return lack(spec.vcpus() + " vCPU", vcpus + " vCPU");
        }
        if (spec.memoryMb() > memoryMb) {
            return lack(spec.memoryMb() + " MiB of memory", memoryMb + " MiB");
        }
        return null;
    }

    private static String lack(String needed, String present) {
        return "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job needs " + needed + ", this machine has " + present;
    }

    /** True when a job fits beside those that run. */
    boolean hasRoomFor(JobSpec spec, Iterable<JobSpec> running) {
        double usedVcpus = spec.vcpus();
        int usedMb = spec.memoryMb();
        int usedGpus = spec.gpus();
        for (JobSpec other : running) {
            usedVcpus += other.vcpus();
            usedMb += other.memoryMb();
            usedGpus += other.gpus();
        }
        return usedVcpus <= vcpus && usedMb <= memoryMb && usedGpus <= gpus;
    }
}
