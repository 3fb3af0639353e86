package dev.tidemill.trainer;

/**
 * Hears how a training goes on, in the training's thread. What a method throws ends the training there, with nothing of
 * it completed: so is a training stopped between two rounds.
 */
public interface TrainingListener {
    /** Hears of nothing. */
    TrainingListener NONE = new TrainingListener() {
        @Override
        public void phaseEnded(String phase, double seconds) {}

        @Override
        public void roundEnded(int round, String metric, double training, double validation) {}
    };

    /**
     * A phase has ended.
     *
     * @param phase {@code training-set}, {@code encode}, {@code boost}, {@code evaluate} or {@code store}, in this order
     * @param seconds that it took
     */
    void phaseEnded(String phase, double seconds);

    /**
     * A boosting round has ended.
     *
     * @param round from 0
     * @param metric XGBoost's name: {@code logloss} or {@code rmse}
     */
    void roundEnded(int round, String metric, double training, double validation);
}
