package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleBillTest {
    private final SynthesizedApp aws = SynthesizedApp.aws();
    private final SynthesizedApp keys = SynthesizedApp.awsWithCustomerKeys();

    @Test
    void bill_ofTheApp_isOnlyThePollingOfTwoQueues() {
        assertThat(IdleBill.of(new ArrayList<>(aws.templates().values())).total())
                .isEqualByComparingTo("0.52");
    }

    @Test
    void bill_withCustomerKeys_addsOneKey() {
        assertThat(IdleBill.of(new ArrayList<>(keys.templates().values())).total())
                .isEqualByComparingTo("1.52");
    }

    @Test
    void bill_ofAnUnknownType_isRefused() throws JsonProcessingException {
        var template = new ObjectMapper().readTree("{\"Resources\":{\"Nat\":{\"Type\":\"AWS::EC2::NatGateway\"}}}");
        assertThatThrownBy(() -> IdleBill.of(List.of(template)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS::EC2::NatGateway");
    }

    @Test
    void markdown_always_showsEveryPriceAndTheSum() {
        assertThat(IdleBill.of(new ArrayList<>(keys.templates().values())).markdown())
                .contains("| AWS::KMS::Key | 1 | 1.00 |", "| **sum** | | **1.52** |");
    }

    /** Types that the list calls free only in one form. */
    @Test
    void resources_whoseFormDecidesThePrice_haveTheFreeOne() {
        assertThat(aws.resources("AWS::EC2::VPCEndpoint"))
                .isNotEmpty()
                .allSatisfy(
                        e -> assertThat(e.properties().path("VpcEndpointType").asText())
                                .isEqualTo("Gateway"));
        assertThat(aws.resources("AWS::Batch::ComputeEnvironment"))
                .hasSize(2)
                .allSatisfy(e -> assertThat(
                                e.properties().at("/ComputeResources/MinvCpus").asInt(0))
                        .isZero());
        assertThat(aws.resources("AWS::ApiGateway::Stage"))
                .allSatisfy(stage -> assertThat(
                                stage.properties().path("CacheClusterEnabled").asBoolean(false))
                        .isFalse());
        assertThat(aws.resources("AWS::ApiGateway::RestApi")).hasSize(2);
    }
}
