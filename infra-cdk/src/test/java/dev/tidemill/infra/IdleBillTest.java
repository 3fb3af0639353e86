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

    private static IdleBill bill(SynthesizedApp app) {
        return IdleBill.of(new ArrayList<>(app.templates().values()));
    }

    @Test
    void bill_ofTheApp_isNothing() {
        IdleBill bill = bill(aws);
        assertThat(bill.total()).isEqualByComparingTo("0");
        assertThat(bill.standing()).as("billed by the hour").isEqualByComparingTo("0");
        assertThat(bill.polledQueues()).isLessThanOrEqualTo(1);
        assertThat(bill.gross())
                .as("where other queues of the account use up what is free")
                .isEqualByComparingTo("0.26");
    }

    @Test
    void bill_withCustomerKeys_addsOneKey() {
        assertThat(bill(keys).total()).isEqualByComparingTo("1.00");
        assertThat(bill(keys).standing()).isEqualByComparingTo("1.00");
    }

    @Test
    void bill_withTheInterfaceAndAlarms_addsTheAlarms() {
        IdleBill bill = bill(SynthesizedApp.awsWithExtras());
        assertThat(bill.total()).isEqualByComparingTo("0.40");
        assertThat(bill.markdown())
                .contains("| AWS::CloudWatch::Alarm | 4 | 0.40 |", "| AWS::CloudFront::Distribution | 1 | 0 |");
    }

    @Test
    void bill_ofMoreQueuesThanAreFree_isTheRest() throws JsonProcessingException {
        String mapping = "{\"Type\":\"AWS::Lambda::EventSourceMapping\",\"Properties\":{\"BatchSize\":1}}";
        var template = new ObjectMapper().readTree("{\"Resources\":{\"A\":" + mapping + ",\"B\":" + mapping + "}}");
        IdleBill bill = IdleBill.of(List.of(template));
        assertThat(bill.gross()).isEqualByComparingTo("0.52");
        assertThat(bill.covered()).isEqualByComparingTo("0.40");
        assertThat(bill.total()).isEqualByComparingTo("0.12");
    }

    @Test
    void bill_ofAnUnknownType_isRefused() throws JsonProcessingException {
        var template = new ObjectMapper().readTree("{\"Resources\":{\"Nat\":{\"Type\":\"AWS::EC2::NatGateway\"}}}");
        assertThatThrownBy(() -> IdleBill.of(List.of(template)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS::EC2::NatGateway");
    }

    @Test
    void markdown_always_showsEveryPriceTheAllowanceAndTheSum() {
        assertThat(bill(keys).markdown())
                .contains(
                        "| AWS::KMS::Key | 1 | 1.00 |",
                        "| AWS::Lambda::EventSourceMapping | 1 | 0.26 |",
                        "| always free | 1 | -0.26 | SQS: the first million requests",
                        "| **sum** | | **1.00** |");
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
