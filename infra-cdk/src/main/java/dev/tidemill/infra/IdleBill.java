package dev.tidemill.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the stacks cost while nothing runs, by list price of us-east-1 without free tiers, see {@link #PRICES_OF}.
 *
 * @param lines one a resource type, in the order of types
 */
public record IdleBill(List<Line> lines) {
    /** When the list prices were written down here; they are typed in, not fetched: check them before relying on one. */
    public static final String PRICES_OF = "2026-11";

    /** Resource types that cost nothing whatever they hold or however long they stand. */
    private static final List<String> FREE = List.of(
            "AWS::ApiGateway::Authorizer",
            "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::GatewayResponse",
            "AWS::ApiGateway::Method",
            "AWS::ApiGateway::Resource",
            "AWS::ApiGateway::RestApi",
            "AWS::ApiGateway::Stage",
            "AWS::Batch::JobDefinition",
            "AWS::Batch::JobQueue",
            "AWS::EC2::InternetGateway",
            "AWS::EC2::LaunchTemplate",
            "AWS::EC2::Route",
            "AWS::EC2::RouteTable",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::Subnet",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPC",
            "AWS::EC2::VPCGatewayAttachment",
            "AWS::Events::EventBus",
            "AWS::Events::Rule",
            "AWS::Glue::Database",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::Role",
            "AWS::KMS::Alias",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::Function",
            "AWS::Lambda::LayerVersion",
            "AWS::Lambda::Permission",
            "AWS::S3::BucketPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::StepFunctions::StateMachine");

    /** Resource types with a standing price, or a price by what they hold. */
    private static final Map<String, Price> PRICED = Map.of(
            "AWS::Batch::ComputeEnvironment",
                    new Price("0", "instances and tasks run only while a job runs: minimum 0"),
            "AWS::DynamoDB::Table", new Price("0", "0.25 a GB stored, 0.20 a GB for point-in-time recovery"),
            "AWS::EC2::VPCEndpoint", new Price("0", "gateway endpoints are free; interface endpoints would not be"),
            "AWS::ECR::Repository", new Price("0", "0.10 a GB of images"),
            "AWS::KMS::Key",
                    new Price("1.00", "only with customerKeys=true; each yearly rotation adds the same, twice at most"),
            "AWS::Lambda::EventSourceMapping",
                    new Price(
                            "0.26",
                            "five pollers that wait 20 s ask each empty queue 650,000 times a month, at 0.40 a million"),
            "AWS::Logs::LogGroup", new Price("0", "0.03 a GB kept"),
            "AWS::S3::Bucket", new Price("0", "0.023 a GB"),
            "AWS::SQS::Queue", new Price("0", "by the request"));

    public IdleBill {
        lines = List.copyOf(lines);
    }

    /**
     * One resource type.
     *
     * @param count resources that have the price
     * @param dollars for all of them, a month
     * @param note what is billed by what it holds or does
     */
    public record Line(String type, int count, BigDecimal dollars, String note) {}

    private record Price(String dollars, String note) {}

    /**
     * The bill of synthesized templates.
     *
     * @throws IllegalArgumentException naming the resource types whose price is not known here
     */
    public static IdleBill of(List<JsonNode> templates) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (JsonNode template : templates) {
            template.path("Resources")
                    .forEach(resource -> counts.merge(resource.path("Type").asText(), billed(resource), Integer::sum));
        }
        List<String> unknown = counts.keySet().stream()
                .filter(type -> !FREE.contains(type) && !PRICED.containsKey(type))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "resource types without a known idle price: " + unknown + "; look it up and add it to IdleBill");
        }
        return new IdleBill(counts.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** Reading a stream costs a function nothing; asking a queue does. */
    private static int billed(JsonNode resource) {
        return resource.path("Properties").has("StartingPosition") ? 0 : 1;
    }

    private static Line line(String type, int count) {
        Price price = Optional.ofNullable(PRICED.get(type)).orElse(new Price("0", "free while idle"));
        return new Line(type, count, new BigDecimal(price.dollars()).multiply(BigDecimal.valueOf(count)), price.note());
    }

    /** Dollars a month with nothing stored and nothing running. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** A table of what costs or can cost something, and the sum. */
    public String markdown() {
        String rows = lines.stream()
                .filter(line -> PRICED.containsKey(line.type()))
                .map(line -> "| " + line.type() + " | " + line.count() + " | "
                        + line.dollars().toPlainString() + " | " + line.note() + " |\n")
                .collect(Collectors.joining());
        long free = lines.stream().filter(line -> FREE.contains(line.type())).count();
        return "| resource type | billed | USD a month, idle | besides |\n|---|---:|---:|---|\n" + rows + "| " + free
                + " more types | | 0 | free while idle |\n| **sum** | | **" + total().toPlainString()
                + "** | list prices, "
                + PRICES_OF + ", us-east-1, free tiers left out |\n";
    }

    /**
     * Prints the bill of a synthesized app.
     *
     * @param arguments the folder that {@code cdk synth} wrote
     */
    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            ObjectMapper json = new ObjectMapper();
            System.out.print(of(files.filter(file -> file.toString().endsWith(".template.json"))
                            .sorted()
                            .map(file -> read(json, file))
                            .toList())
                    .markdown());
        }
    }

    private static JsonNode read(ObjectMapper json, Path file) {
        try {
            return json.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
