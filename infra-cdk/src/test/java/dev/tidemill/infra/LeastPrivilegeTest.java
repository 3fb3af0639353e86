package dev.tidemill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemill.infra.SynthesizedApp.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what. */
class LeastPrivilegeTest {
    /** The one policy of AWS's own that is attached; ECS instances cannot register without it. */
    private static final String ECS_INSTANCE = "AmazonEC2ContainerServiceforEC2Role";

    private final SynthesizedApp aws = SynthesizedApp.awsWithCustomerKeys();

    private record Grant(String role, String sid, List<String> actions, List<String> resources) {}

    private List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        for (Resource role : aws.resources("AWS::IAM::Role")) {
            for (JsonNode policy : role.properties().path("Policies")) {
                for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
                    assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
                    grants.add(new Grant(
                            role.id(),
                            statement.path("Sid").asText(),
                            texts(statement.path("Action")),
                            texts(statement.path("Resource"))));
                }
            }
        }
        return grants;
    }

    private static List<String> texts(JsonNode oneOrMore) {
        if (!oneOrMore.isArray()) {
            return List.of(oneOrMore.isTextual() ? oneOrMore.asText() : oneOrMore.toString());
        }
        List<String> texts = new ArrayList<>();
        oneOrMore.forEach(one -> texts.add(one.isTextual() ? one.asText() : one.toString()));
        return texts;
    }

    private Set<String> actionsOf(String rolePrefix) {
        return grants().stream()
                .filter(grant -> grant.role().startsWith(rolePrefix))
                .flatMap(grant -> grant.actions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void actions_always_areNamed() {
        assertThat(grants())
                .isNotEmpty()
                .allSatisfy(grant -> assertThat(grant.actions()).noneMatch(action -> action.contains("*")));
    }

    @Test
    void everyResource_isGrantedOnlyWithAWrittenReason() {
        Map<String, List<String>> reasons =
                Stream.of(Unscoped.values()).collect(Collectors.toMap(Unscoped::sid, Unscoped::actions));
        List<Grant> unscoped =
                grants().stream().filter(g -> g.resources().contains("*")).toList();
        assertThat(unscoped)
                .isNotEmpty()
                .allSatisfy(grant -> assertThat(grant.actions())
                        .as("%s", grant)
                        .containsExactlyInAnyOrderElementsOf(reasons.getOrDefault(grant.sid(), List.of())));
    }

    @Test
    void policies_outsideRoles_areNotAttached() {
        assertThat(aws.resources("AWS::IAM::Policy")).isEmpty();
        assertThat(aws.resources("AWS::IAM::ManagedPolicy")).isEmpty();
        for (Resource role : aws.resources("AWS::IAM::Role")) {
            JsonNode managed = role.properties().path("ManagedPolicyArns");
            assertThat(managed)
                    .as("%s", role)
                    .allSatisfy(arn -> assertThat(arn.toString()).contains(ECS_INSTANCE));
        }
    }

    @Test
    void machines_mayOnlyInvokeTheFunctionsTheyName() {
        Map<String, Integer> invoked = new TreeMap<>();
        for (Grant grant : grants()) {
            if (grant.role().contains("MachineRole")) {
                assertThat(grant.actions()).containsExactly("lambda:InvokeFunction");
                invoked.put(
                        grant.role().replaceAll("MachineRole.*", ""),
                        grant.resources().size());
            }
        }
        assertThat(invoked)
                .isEqualTo(Map.of("Ingestion", 2, "Training", 4, "Deployment", 4, "BatchScoring", 2, "Monitoring", 2));
    }

    @Test
    void roles_byFunction_listExactlyWhatIsNeeded() {
        String log = "logs:CreateLogStream logs:PutLogEvents kms:Decrypt kms:GenerateDataKey";
        String change =
                "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem"
                        + " dynamodb:BatchWriteItem dynamodb:ConditionCheckItem dynamodb:Query";
        String read = "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query";
        String get = "s3:GetObject s3:ListBucket";
        String put = "s3:PutObject s3:AbortMultipartUpload";
        String catalog = "glue:GetDatabase glue:GetTable glue:GetTables";
        Map<String, String> expected = Map.ofEntries(
                Map.entry(
                        "LifecycleApiRole",
                        String.join(" ", log, change, get, put, catalog) + " states:StartExecution"
                                + " states:DescribeExecution states:GetExecutionHistory states:StopExecution"
                                + " states:SendTaskSuccess states:SendTaskFailure logs:FilterLogEvents"),
                Map.entry("RecordRole", String.join(" ", log, change) + " sqs:SendMessage"),
                Map.entry(
                        "PublishRole",
                        log + " dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator"
                                + " dynamodb:ListStreams events:PutEvents sqs:SendMessage"),
                Map.entry("TriggerRole", String.join(" ", log, change, get) + " states:StartExecution sqs:SendMessage"),
                Map.entry("AuthorizeRole", log + " dynamodb:GetItem"),
                Map.entry("WebhooksRole", log + " dynamodb:Query dynamodb:PutItem sqs:SendMessage"),
                Map.entry("TrackingApiRole", String.join(" ", log, change, get, put) + " s3:DeleteObject"),
                Map.entry(
                        "IngestionRole",
                        String.join(" ", log, change, get, put, catalog)
                                + " s3:DeleteObject glue:CreateDatabase glue:CreateTable glue:UpdateTable"),
                Map.entry(
                        "TrainingDispatchRole",
                        String.join(" ", log, change, get, put) + " batch:ListJobs batch:DescribeJobs batch:SubmitJob"
                                + " batch:TerminateJob batch:CancelJob states:SendTaskSuccess states:SendTaskFailure"),
                Map.entry(
                        "JobStateRole",
                        String.join(" ", log, change, get)
                                + " states:SendTaskSuccess states:SendTaskFailure sqs:SendMessage"),
                Map.entry("RegistrationRole", String.join(" ", log, change, get, put)),
                Map.entry("InferenceRole", String.join(" ", log, read, get, put) + " sqs:SendMessage"),
                Map.entry("ScoringRole", String.join(" ", log, change, get, put, catalog) + " sqs:SendMessage"),
                Map.entry(
                        "CaptureRole",
                        String.join(" ", log, get, put)
                                + " s3:DeleteObject sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes"),
                Map.entry("MonitoringRole", String.join(" ", log, change, get, put, catalog)));
        expected.forEach((role, actions) ->
                assertThat(actionsOf(role)).as(role).isEqualTo(new TreeSet<>(List.of(actions.split(" ", -1)))));
    }

    @Test
    void inference_neverTouchesTheLakeOrTheLifecycle() {
        assertThat(grants())
                .filteredOn(grant -> grant.role().startsWith("InferenceRole"))
                .allSatisfy(grant -> assertThat(grant.resources())
                        .noneMatch(resource ->
                                resource.contains("tidemill-lake") || resource.contains("tidemill-lifecycle")));
    }

    @Test
    void webhooks_reachTheirOwnItemsAndOneQueue() {
        assertThat(grants())
                .filteredOn(grant -> grant.role().startsWith("WebhooksRole"))
                .filteredOn(grant -> grant.actions().contains("sqs:SendMessage"))
                .singleElement()
                .satisfies(grant ->
                        assertThat(grant.resources()).singleElement().asString().contains("WebhookFailures"));
        List<JsonNode> statements = new ArrayList<>();
        for (Resource role : aws.resources("AWS::IAM::Role")) {
            if (role.id().startsWith("WebhooksRole")) {
                role.properties().at("/Policies/0/PolicyDocument/Statement").forEach(statements::add);
            }
        }
        assertThat(statements)
                .filteredOn(statement -> statement.path("Action").toString().contains("dynamodb:"))
                .hasSize(2)
                .allSatisfy(statement -> assertThat(statement
                                .at("/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys")
                                .toString())
                        .matches("\"\\*#webhooks\"|\\[\"\\*#webhooks\"]|\"\\*#told\"|\\[\"\\*#told\"]"))
                .filteredOn(statement -> statement.path("Action").toString().contains("PutItem"))
                .singleElement()
                .asString()
                .contains("*#told");
    }

    @Test
    void trainer_hasNoPermissionOnStateMachines() {
        assertThat(actionsOf("JobRole")).noneMatch(action -> action.startsWith("states:"));
        assertThat(actionsOf("JobRole")).contains("execute-api:Invoke", "kms:Decrypt", "kms:GenerateDataKey");
    }

    @Test
    void objects_always_areGrantedUnderAWorkspace() {
        for (Grant grant : grants()) {
            if (grant.actions().stream().anyMatch(action -> action.matches("s3:.*Object|s3:Abort.*"))) {
                assertThat(grant.resources()).as("%s", grant).allMatch(resource -> resource.contains("/w/*"));
            }
        }
    }

    @Test
    void trackingApi_writesAndDeletesOnlyBelowMlflowsPrefixes() {
        List<String> changing = List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject");
        assertThat(grants().stream()
                        .filter(grant -> grant.role().startsWith("TrackingApiRole"))
                        .filter(grant -> grant.actions().stream().anyMatch(changing::contains))
                        .toList())
                .hasSize(2)
                .allSatisfy(grant -> assertThat(grant.resources())
                        .hasSize(2)
                        .anySatisfy(one -> assertThat(one).contains("/w/*/mlflow/*"))
                        .anySatisfy(one -> assertThat(one).contains("/w/*/mlflow-artifacts/*")));
    }
}
