package dev.tidemill.batchrunner;

/** Told of every change of a job's status, in order. Implementations return at once. */
interface JobListener {
    /**
     * A status was reached.
     *
     * @param job the job with that status
     */
    void changed(Job job);
}
