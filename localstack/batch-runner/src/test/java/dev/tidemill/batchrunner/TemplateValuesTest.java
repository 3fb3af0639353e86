package dev.tidemill.batchrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateValuesTest {
    private static final String DATA = """
            {"Resources": {
               "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Join": ["-", ["lake", {"Ref": "AWS::AccountId"}]]}}},
               "Queue": {"Type": "AWS::SQS::Queue", "Properties": {}}},
             "Parameters": {"Stage": {"Default": "dev"}},
             "Outputs": {"O": {"Value": {"Ref": "Bucket"}, "Export": {"Name": "Data:Bucket"}}}}
            """;

    private static String text(String value) throws JsonProcessingException {
        return new TemplateValues(
                        List.of(JobJson.MAPPER.readTree(DATA)),
                        "us-east-1",
                        "123456789012",
                        id -> id.equals("Queue") ? "data-queue-1" : null)
                .text(JobJson.MAPPER.readTree(value));
    }

    @Test
    void text_intrinsicFunctions_areResolved() throws JsonProcessingException {
        assertThat(text("\"plain\"")).isEqualTo("plain");
        assertThat(text("7")).isEqualTo("7");
        assertThat(text("{\"Ref\":\"AWS::Region\"}")).isEqualTo("us-east-1");
        assertThat(text("{\"Ref\":\"Bucket\"}")).isEqualTo("lake-123456789012");
        assertThat(text("{\"Ref\":\"Queue\"}")).isEqualTo("data-queue-1");
        assertThat(text("{\"Ref\":\"Stage\"}")).isEqualTo("dev");
        assertThat(text("{\"Fn::GetAtt\":[\"Bucket\",\"Arn\"]}")).isEqualTo("arn:aws:s3:::lake-123456789012");
        assertThat(text("{\"Fn::Sub\":\"s3://${Bucket}/${AWS::Region}\"}"))
                .isEqualTo("s3://lake-123456789012/us-east-1");
        assertThat(text("{\"Fn::Sub\":[\"${A}-${Bucket.Arn}\",{\"A\":{\"Ref\":\"Stage\"}}]}"))
                .isEqualTo("dev-arn:aws:s3:::lake-123456789012");
        assertThat(text("{\"Fn::Select\":[1,{\"Fn::Split\":[\"-\",{\"Ref\":\"Bucket\"}]}]}"))
                .isEqualTo("123456789012");
        assertThat(text("{\"Fn::ImportValue\":\"Data:Bucket\"}")).isEqualTo("lake-123456789012");
    }

    @Test
    void text_unknownFunctionOrExport_isRefusedByName() {
        assertThatThrownBy(() -> text("{\"Fn::Cidr\":[]}")).hasMessageContaining("Fn::Cidr");
        assertThatThrownBy(() -> text("{\"Fn::ImportValue\":\"Other\"}")).hasMessage("No template exports Other");
    }
}
