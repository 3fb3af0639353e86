package dev.tidemill.batchrunner;

import dev.tidemill.batchrunner.Job.Attempt;
import dev.tidemill.batchrunner.Job.Status;
import dev.tidemill.processlogs.ProcessLogs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs and what becomes of them. Safe for many threads: every change is made under this object's lock and is on disk
 * before anyone is told.
 */
final class BatchRunner implements AutoCloseable {
    private static final String EXITED = "Essential container in task exited";
    private static final String HOST_LOST = "Host EC2 (local machine) terminated.";
    private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
    private static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(BatchRunner.class.getName());

    private final RunnerOptions options;
    private final Supplier<Declarations> declarations;
    private final Journal journal;
    private final ProcessLogs logs;
    private final InstantSource clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, JobProcess> processes = new HashMap<>();
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().daemon().name("batch-", 0).factory());
    private final JobListener listener;
    private boolean closing;

    /**
     * Takes up the journal: an attempt that ran when the runner before ended counts as lost with its host.
     *
     * @param declarations the present queues and job definitions
     */
    BatchRunner(
            RunnerOptions options,
            Supplier<Declarations> declarations,
            Journal journal,
            JobListener listener,
            ProcessLogs logs,
            InstantSource clock) {
        this.options = options;
        this.declarations = declarations;
        this.journal = journal;
        this.listener = listener;
        this.logs = logs;
        this.clock = clock;
    }

    /** Begins to run jobs. */
    @SuppressWarnings("FutureReturnValueIgnored")
    synchronized void start() {
        for (Job job : journal.found()) {
            jobs.put(job.id(), job);
            if (job.status() == Status.RUNNING || job.status() == Status.STARTING) {
                attemptEnded(job, null, null, HOST_LOST);
            } else if (job.status().ended() && !job.announced()) {
                listener.changed(job);
            }
        }
        timers.scheduleWithFixedDelay(this::tick, 0, 250, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            synchronized (this) {
                watch();
                schedule();
            }
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "Failed at scheduling jobs", failure);
        }
    }

    /** The present queues and job definitions. */
    Declarations declarations() {
        return declarations.get();
    }

    /**
     * Accepts a job.
     *
     * @param queue name or ARN
     * @param definition name, name and revision, or ARN
     * @param overriding makes the job's spec from the definition's
     * @throws BatchException when the queue or definition is unknown or the queue is disabled
     */
    synchronized Job submit(
            String name, String queue, String definition, java.util.function.UnaryOperator<JobSpec> overriding) {
        Declarations declared = declarations.get();
        JobQueue target = declared.queue(queue);
        if (!target.enabled()) {
            throw new BatchException("JobQueue " + target.name() + " is DISABLED");
        }
        JobDefinition found = declared.definition(definition);
        Job job = Job.submitted(
                UUID.randomUUID().toString(),
                name,
                target.name(),
                arn("job-definition/" + found.name() + ":1"),
                overriding.apply(found.spec()),
                clock.instant());
        save(job);
        timers.execute(this::tick);
        return job;
    }

    /** An ARN of this runner's region and account. */
    String arn(String resource) {
        return "arn:aws:batch:" + options.region() + ":" + options.account() + ":" + resource;
    }

    /** A job by id or ARN; null when there is none. */
    synchronized @Nullable Job find(String idOrArn) {
        return jobs.get(idOrArn.substring(idOrArn.lastIndexOf('/') + 1));
    }

    /** The jobs of a queue, newest first as Batch lists them. */
    synchronized List<Job> inQueue(JobQueue queue) {
        return new ArrayList<>(jobs.values())
                .reversed().stream()
                        .filter(job -> job.queue().equals(queue.name()))
                        .toList();
    }

    /** Ends a job wherever it stands; a job that has ended stays as it is. */
    @SuppressWarnings("FutureReturnValueIgnored")
    synchronized void terminate(String idOrArn, String reason) {
        Job job = known(idOrArn);
        if (job.status().ended()) {
            return;
        }
        JobProcess process = processes.get(job.id());
        Job stopping = job.toStop(reason);
        save(stopping);
        if (process == null) {
            save(stopping.ended(Status.FAILED, reason, clock.instant()));
        } else {
            process.terminate(reason);
            timers.schedule(() -> process.kill(reason), GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends a job that has not started; one that has goes on. */
    synchronized void cancel(String idOrArn, String reason) {
        Job job = known(idOrArn);
        if (job.status() == Status.SUBMITTED || job.status() == Status.RUNNABLE) {
            save(job.toStop(reason).ended(Status.FAILED, reason, clock.instant()));
        }
    }

    private Job known(String idOrArn) {
        return Objects.requireNonNullElseGet(find(idOrArn), () -> {
            throw new BatchException("Job " + idOrArn + " not found");
        });
    }

    /** Marks that the consumer was told of a job's end. */
    synchronized void announced(String id) {
        Job job = jobs.get(id);
        if (job != null && !job.announced()) {
            Job marked = job.announcedNow();
            jobs.put(id, marked);
            journal.write(marked);
        }
    }

    private void save(Job job) {
        Job before = jobs.put(job.id(), job);
        journal.write(job);
        if (job.status() != Status.SUBMITTED && (before == null || before.status() != job.status())) {
            listener.changed(job);
        }
    }

    private void schedule() {
        if (closing) {
            return;
        }
        for (Job job : List.copyOf(jobs.values())) {
            if (job.status() == Status.SUBMITTED) {
                save(job.waiting(options.machine().lacks(job.spec()), clock.instant()));
            }
        }
        List<Job> waiting = jobs.values().stream()
                .filter(job -> job.status() == Status.RUNNABLE)
                .sorted(Comparator.comparingInt((Job job) -> -priority(job.queue()))
                        .thenComparing(Job::createdAt))
                .toList();
        for (Job job : waiting) {
            if (options.machine().lacks(job.spec()) != null) {
                cancelWhenWaitedTooLong(job);
            } else if (options.machine().hasRoomFor(job.spec(), running())) {
                startAttempt(job);
            }
        }
    }

    private int priority(String queue) {
        JobQueue found = declarations.get().queues().get(queue);
        return found == null ? 0 : found.priority();
    }

    private List<JobSpec> running() {
        return processes.keySet().stream()
                .map(id -> Objects.requireNonNull(jobs.get(id)).spec())
                .toList();
    }

    private void cancelWhenWaitedTooLong(Job job) {
        JobQueue queue = declarations.get().queues().get(job.queue());
        String reason = job.statusReason();
        if (queue == null || reason == null) {
            return;
        }
        for (JobQueue.WaitLimit limit : queue.limits()) {
            if (reason.startsWith(limit.reason())
                    && job.statusAt().plusSeconds(limit.seconds()).isBefore(clock.instant())) {
                save(job.ended(
                        Status.FAILED,
                        "Canceled by JobStateTimeLimit action due to reason: " + limit.reason(),
                        clock.instant()));
                return;
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void startAttempt(Job runnable) {
        Job job = runnable.starting(clock.instant());
        save(job);
        List<String> command = options.commands().of(job);
        if (command == null) {
            attemptEnded(
                    job,
                    null,
                    "CannotPullContainerError: image " + job.spec().image()
                            + " has no local command: give the runner one with --run WORD=COMMAND",
                    "Task failed to start");
            return;
        }
        try {
            JobProcess process = JobProcess.start(
                    command,
                    JobEnvironment.of(job, options),
                    options.home().resolve("work").resolve(job.id()));
            Job running = job.running(process.pid(), clock.instant());
            processes.put(job.id(), process);
            save(running);
            String file = job.name().replaceAll("[^A-Za-z0-9._-]", "_");
            process.pump(file, job.logStream(), logs, clock)
                    .thenAccept(exitCode -> processEnded(job.id(), process, exitCode));
        } catch (IOException refused) {
            attemptEnded(job, null, "CannotStartContainerError: " + refused.getMessage(), "Task failed to start");
        }
    }

    private synchronized void processEnded(String id, JobProcess process, int exitCode) {
        processes.remove(id);
        Job job = Objects.requireNonNull(jobs.get(id));
        if (closing || job.status() != Status.RUNNING) {
            return;
        }
        String killed = process.killedBecause();
        String containerReason = Objects.equals(killed, OUT_OF_MEMORY) ? OUT_OF_MEMORY : null;
        String statusReason = Objects.equals(killed, TIMED_OUT) ? TIMED_OUT : EXITED;
        attemptEnded(job, exitCode, containerReason, statusReason);
        timers.execute(this::tick);
    }

    private void attemptEnded(
            Job before, @Nullable Integer exitCode, @Nullable String containerReason, String statusReason) {
        Instant now = clock.instant();
        Job job = before.withAttempt(new Attempt(
                Objects.requireNonNullElse(before.startedAt(), now),
                now,
                exitCode,
                containerReason,
                statusReason,
                before.logStream()));
        if (job.stopping() != null) {
            save(job.ended(Status.FAILED, job.stopping(), now));
        } else if (exitCode != null && exitCode == 0) {
            save(job.ended(Status.SUCCEEDED, statusReason, now));
        } else if (!statusReason.equals(TIMED_OUT)
                && job.spec().retry().retries(job.attempts().size(), exitCode, containerReason, statusReason)) {
            save(job.waiting(null, now));
        } else {
            save(job.ended(Status.FAILED, statusReason, now));
        }
    }

    private void watch() {
        Instant now = clock.instant();
        processes.forEach((id, process) -> {
            Job job = Objects.requireNonNull(jobs.get(id));
            Integer timeout = job.spec().timeoutSeconds();
            if (timeout != null && job.statusAt().plusSeconds(timeout).isBefore(now)) {
                process.kill(TIMED_OUT);
            } else if (process.residentMb() > job.spec().memoryMb()) {
                process.kill(OUT_OF_MEMORY);
            }
        });
    }

    /** Ends every process; the journal keeps their jobs as running, so that the next runner repeats the attempts. */
    @Override
    public void close() throws IOException {
        List<JobProcess> running;
        synchronized (this) {
            closing = true;
            timers.shutdownNow();
            running = List.copyOf(processes.values());
            running.forEach(process -> process.kill(null));
        }
        running.forEach(JobProcess::awaitEnd);
        logs.close();
        journal.close();
    }
}
