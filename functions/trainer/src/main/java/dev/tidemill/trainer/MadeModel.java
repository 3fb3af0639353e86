package dev.tidemill.trainer;

import dev.tidemill.learning.ModelFormat;
import dev.tidemill.learning.Scorer;
import java.util.Map;

/**
 * What a trainer made.
 *
 * @param baseMargin what trees begin with; 0 of another model
 * @param lastStep the boosting round kept last; 0 of another model
 * @param params of the run and the record, the plan's among them
 * @param importance total gain by column; empty of another model than trees
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MadeModel(
        ModelFormat format,
        byte[] content,
        Scorer scorer,
        float baseMargin,
        long lastStep,
        Map<String, String> params,
        Map<Integer, Double> importance) {}
