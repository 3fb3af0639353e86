package dev.tidemill.conformance;

/**
 * The workflow steps of the paper's figure 4, in its order, each with the part of it that is not there yet or that no
 * test proves.
 */
enum Step {
    BUSINESS_PROBLEM(1, "business problem analysis", "a comparison of the model with the KPI: only the gates decide"),
    ARCHITECTURE(2, "architecture design and choice of technologies", ""),
    PROBLEM_TYPE(3, "machine learning problem derived from the business goal", ""),
    DATA_LOCATED(4, "needed data understood and its sources located", ""),
    DATA_ANALYSED(
            5,
            "distribution, quality and labels of the data checked",
            "a command for it: the profile comes with an ingestion, the counts of labels with a training"),
    TRANSFORMATION_RULES(6, "data transformation and cleaning rules", ""),
    FEATURE_RULES(7, "feature engineering rules", "a link from a rule's version to the feedback that led to it"),
    CONNECT(8, "connection to raw data", "streams (Kinesis, SQS, DynamoDB Streams) and sources other than uploads"),
    EXTRACT(9, "data extraction", ""),
    TRANSFORM(10, "data transformation and cleaning", ""),
    DERIVE_FEATURES(11, "features derived by the rules", "the same rules on a stream"),
    FEATURE_STORE(12, "ingestion into the offline and the online store", "ingestion from a stream"),
    ANALYSE(13, "data analysis by the data scientist", "a record that reports needed changes back"),
    PREPARE(14, "data preparation, validation and split", "the leakage check that recomputes sampled examples"),
    ALGORITHM(15, "choice of algorithm and hyperparameters", ""),
    ITERATE(16, "iterative training and validation", "sweeps over hyperparameters"),
    EXPORT(17, "model export and commit of code", "the CI/CD pipeline that builds, tests and delivers on a commit"),
    PULL_FEATURES(18, "versioned features pulled from the store", ""),
    PREPARE_AUTOMATED(19, "automated data preparation, validation and split", ""),
    TRAIN(20, "automated training on new data", "training on a GPU"),
    EVALUATE(21, "automated evaluation and adjustment", "the bounded loop that adjusts hyperparameters"),
    EXPORT_AUTOMATED(22, "automated export of the model", ""),
    REGISTER(23, "registration with metadata and lineage", ""),
    DEPLOY(24, "deployment started by the switch to production", "build, test and deployment of the serving code"),
    SERVE(25, "serving, online and in batches", ""),
    MONITOR(26, "continuous monitoring", "alarms on metrics; monitoring of CI/CD"),
    FEEDBACK(
            27,
            "feedback to experiment, data engineering and scheduler",
            "a target of its own for the first two: their events are published and nothing receives them"),
    CONTINUOUS_TRAINING(28, "continuous training by triggers", "the triggers by drift, by quality and by schedule");

    private final int number;
    private final String words;
    private final String missing;

    Step(int number, String words, String missing) {
        this.number = number;
        this.words = words;
        this.missing = missing;
    }

    int number() {
        return number;
    }

    String words() {
        return words;
    }

    /** The part that is missing; empty when the step is proven whole. */
    String missing() {
        return missing;
    }
}
