package dev.tidemill.aws.batch;

import dev.tidemill.core.training.JobQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Jobs on AWS Batch. SubmitJob has no client token, so a job is looked for by name before it is submitted; two
 * dispatches at the same moment can both submit, and then the older job is the one that is found from there on.
 */
public final class BatchJobQueue implements JobQueue {
    private static final String GPU_SUFFIX = "-gpu";

    private final BatchClient client;
    private final String cpuQueue;
    private final String gpuQueue;
    private final String jobDefinition;

    /**
     * @param jobDefinition of the jobs without GPUs; that of jobs with them has the same name with {@code -gpu} behind
     * @param gpuQueue empty where there is none; a job that asks for GPUs is then refused
     * @param jobDefinition of CPU jobs; jobs with GPUs run on the one whose name ends with {@code -gpu}
     */
    public BatchJobQueue(BatchClient client, String cpuQueue, String gpuQueue, String jobDefinition) {
        this.client = client;
        this.cpuQueue = cpuQueue;
        this.gpuQueue = gpuQueue;
        this.jobDefinition = jobDefinition;
    }

    /**
     * @throws IllegalArgumentException when it asks for GPUs and there is no queue with any
     */
    @Override
    public String submit(JobRequest request) {
        boolean gpu = request.gpus() > 0;
        if (gpu && gpuQueue.isEmpty()) {
            throw new IllegalArgumentException(
                    "gpus " + request.gpus() + ": expected 0, because this installation has no queue with GPUs");
        }
        return find(request.name(), gpu)
                .map(Job::id)
                .orElseGet(() -> client.submitJob(submission(request, gpu)).jobId());
    }

    private SubmitJobRequest submission(JobRequest request, boolean gpu) {
        List<ResourceRequirement> resources = new ArrayList<>();
        resources.add(resource(ResourceType.VCPU, vcpus(request.vcpus())));
        resources.add(resource(ResourceType.MEMORY, Integer.toString(request.memoryMib())));
        if (gpu) {
            resources.add(resource(ResourceType.GPU, Integer.toString(request.gpus())));
        }
        List<KeyValuePair> environment = request.environment().entrySet().stream()
                .map(entry -> KeyValuePair.builder()
                        .name(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .sorted(Comparator.comparing(KeyValuePair::name))
                .toList();
        return SubmitJobRequest.builder()
                .jobName(request.name())
                .jobQueue(gpu ? gpuQueue : cpuQueue)
                .jobDefinition(gpu ? jobDefinition + GPU_SUFFIX : jobDefinition)
                .timeout(timeout -> timeout.attemptDurationSeconds(request.timeoutSeconds()))
                .containerOverrides(
                        container -> container.resourceRequirements(resources).environment(environment))
                .build();
    }

    @Override
    public Optional<Job> find(String name, boolean gpu) {
        if (gpu && gpuQueue.isEmpty()) {
            return Optional.empty();
        }
        return client
                .listJobsPaginator(request -> request.jobQueue(gpu ? gpuQueue : cpuQueue)
                        .filters(KeyValuesPair.builder()
                                .name("JOB_NAME")
                                .values(name)
                                .build()))
                .jobSummaryList()
                .stream()
                .filter(job -> job.jobName().equals(name))
                .min(Comparator.comparing(JobSummary::createdAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .map(job -> describe(job.jobId()));
    }

    @Override
    public void terminate(String jobId, String reason) {
        client.terminateJob(request -> request.jobId(jobId).reason(reason));
    }

    private Job describe(String jobId) {
        JobDetail job = client.describeJobs(request -> request.jobs(jobId)).jobs().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("job " + jobId + " was listed but cannot be described"));
        List<Integer> exitCodes =
                job.attempts().stream().map(BatchJobQueue::exitCode).toList();
        return new Job(
                job.jobId(),
                job.jobName(),
                job.statusAsString(),
                Objects.requireNonNullElse(job.statusReason(), ""),
                exitCodes);
    }

    private static int exitCode(AttemptDetail attempt) {
        return attempt.container() == null || attempt.container().exitCode() == null
                ? -1
                : attempt.container().exitCode();
    }

    private static ResourceRequirement resource(ResourceType type, String value) {
        return ResourceRequirement.builder().type(type).value(value).build();
    }

    private static String vcpus(double vcpus) {
        return vcpus == Math.rint(vcpus) ? Long.toString((long) vcpus) : Double.toString(vcpus);
    }
}
