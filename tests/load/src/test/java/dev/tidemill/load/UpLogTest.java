package dev.tidemill.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class UpLogTest {
    private static final List<String> LINES = List.of(
            "tools                                 2 s  JDK 25.0.3, Python 3.11.7, Node v20.20.2",
            "python environment                  149 s  ",
            "CDK command line                     kept  ",
            "10:16:29  done   materialize as of 2013-07-03T16:00:00Z          1.6 s  items written: weather 3",
            "10:16:29  kept   a step whose name is longer than its column is wide    0.2 s  kept",
            "10:16:54  done   predict 500 online                           1022.8 s  31 ms at the median, 75 ms at 95%",
            "                 looked-up features: 4,869 PRESENT, 1,131 STALE",
            "",
            "step                                          seconds  ",
            "predict 500 online                           1022.8 s  31 ms at the median",
            "all of it                                    1024.6 s");

    @Test
    void figures_eachStepOnce() {
        assertThat(UpLog.figures("first", LINES, 200))
                .extracting(Figure::what, figure -> figure.value().value())
                .containsExactly(
                        tuple("first: tools", 2.0),
                        tuple("first: python environment", 149.0),
                        tuple("first: CDK command line", 0.0),
                        tuple("first: materialize as of 2013-07-03T16:00:00Z", 1.6),
                        tuple("first: a step whose name is longer than its column is wide", 0.2),
                        tuple("first: predict 500 online", 1022.8),
                        tuple("first: all of it", 200.0));
    }
}
