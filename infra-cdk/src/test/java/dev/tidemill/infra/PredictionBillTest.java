package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PredictionBillTest {
    @Test
    void bill_ofAThousandPredictions_isTheSumOfItsUnits() {
        var template = Objects.requireNonNull(SynthesizedApp.aws().templates().get("TidemillLifecycle"));

        PredictionBill bill = PredictionBill.of(template, 10, 2);

        // 0.0035 requests at the gateway, 0.0002 invocations, 2 GB x 10 s of compute, 1,000 read units, 2,000 messages,
        // 1 MB of log.
        assertThat(bill.lines()).hasSize(6);
        assertThat(bill.total().doubleValue())
                .isBetween(0.0035 + 0.0002 + 20 * 0.0000133 + 0.000125 + 0.0008 + 0.0005, 0.0055);
        assertThat(bill.markdown())
                .startsWith("| service | units | USD |\n|---|---|---:|\n| API Gateway |")
                .contains("| 0.00350 |", "| **sum** |")
                .containsOnlyOnce("| service |");
    }

    @Test
    void bill_ofATemplateWithoutTheFunction_isRefused() {
        assertThatThrownBy(() -> PredictionBill.of(JsonNodeFactory.instance.objectNode(), 10, 2))
                .hasMessageContaining("tidemill-inference");
    }
}
