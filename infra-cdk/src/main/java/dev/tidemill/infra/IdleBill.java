package dev.tidemill.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
 * What the stacks cost while nothing runs, by list price of us-east-1, see {@link #PRICES_OF}. Of free tiers it knows
 * only what every account has for good, see {@link #FREE_REQUESTS}.
 *
 * @param lines one a resource type, in the order of types
 * @param polledQueues queues that a function's mapping asks whether or not there is something in them
 */
public record IdleBill(List<Line> lines, int polledQueues) {
    /** When the list prices were written down here; they are typed in, not fetched: check them before relying on one. */
    public static final String PRICES_OF = "2026-11";

    /**
     * Requests to SQS that are free for every account each month, for good; all that the account's other queues are
     * asked counts against them too.
     *
     * @see <a href="https://aws.amazon.com/sqs/pricing/">Amazon SQS pricing</a>
     */
    public static final long FREE_REQUESTS = 1_000_000;

    /** A mapping's five pollers ask an empty queue, and wait 20 s each time, through a month of 30 days. */
    private static final long ASKED_OF_A_QUEUE = 5 * 30 * 86_400 / 20;

    private static final BigDecimal DOLLARS_A_REQUEST = new BigDecimal("0.0000004");
    private static final String POLLED = "AWS::Lambda::EventSourceMapping";

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
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudFront::ResponseHeadersPolicy",
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
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::KMS::Alias",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::Function",
            "AWS::Lambda::LayerVersion",
            "AWS::Lambda::Permission",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::StepFunctions::StateMachine",
            "Custom::CDKBucketDeployment");

    /** Resource types with a standing price, or a price by what they hold. */
    private static final Map<String, Price> PRICED = Map.ofEntries(
            Map.entry(
                    "AWS::Batch::ComputeEnvironment",
                    new Price("0", "instances and tasks run only while a job runs: minimum 0")),
            Map.entry("AWS::CloudWatch::Alarm", new Price("0.10", "only with alarmMail")),
            Map.entry("AWS::CloudFront::Distribution", new Price("0", "by the request and by the GB sent")),
            Map.entry("AWS::CloudFront::Function", new Price("0", "0.10 a million requests")),
            Map.entry("AWS::DynamoDB::Table", new Price("0", "0.25 a GB stored, 0.20 a GB for point-in-time recovery")),
            Map.entry(
                    "AWS::EC2::VPCEndpoint",
                    new Price("0", "gateway endpoints are free; interface endpoints would not be")),
            Map.entry("AWS::ECR::Repository", new Price("0", "0.10 a GB of images")),
            Map.entry(
                    "AWS::KMS::Key",
                    new Price(
                            "1.00", "only with customerKeys=true; each yearly rotation adds the same, twice at most")),
            Map.entry(
                    POLLED,
                    new Price(
                            requests(ASKED_OF_A_QUEUE).toPlainString(),
                            "five pollers that wait 20 s ask an empty queue 648,000 times a month, at 0.40 a million")),
            Map.entry("AWS::Logs::LogGroup", new Price("0", "0.03 a GB kept")),
            Map.entry("AWS::S3::Bucket", new Price("0", "0.023 a GB")),
            Map.entry("AWS::SQS::Queue", new Price("0", "by the request")));

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
        return new IdleBill(
                counts.entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .toList(),
                counts.getOrDefault(POLLED, 0));
    }

    /** Reading a stream costs a function nothing; asking a queue does. */
    private static int billed(JsonNode resource) {
        return resource.path("Properties").has("StartingPosition") ? 0 : 1;
    }

    private static Line line(String type, int count) {
        Price price = Optional.ofNullable(PRICED.get(type)).orElse(new Price("0", "free while idle"));
        return new Line(type, count, new BigDecimal(price.dollars()).multiply(BigDecimal.valueOf(count)), price.note());
    }

    /** Dollars a month with nothing stored and nothing running, without any allowance. */
    public BigDecimal gross() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Dollars a month that the free requests are worth here, when nothing else in the account uses them up. */
    public BigDecimal covered() {
        return requests(Math.min(FREE_REQUESTS, polledQueues * ASKED_OF_A_QUEUE));
    }

    /** Dollars a month with nothing stored and nothing running. */
    public BigDecimal total() {
        return gross().subtract(covered());
    }

    /** Dollars a month for what merely exists: whatever is billed by the hour, the day or the month. */
    public BigDecimal standing() {
        return lines.stream()
                .filter(line -> !line.type().equals(POLLED))
                .map(Line::dollars)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal requests(long count) {
        return DOLLARS_A_REQUEST.multiply(BigDecimal.valueOf(count)).setScale(2, RoundingMode.HALF_UP);
    }

    /** A table of what costs or can cost something, the allowance, and the sum. */
    public String markdown() {
        String rows = lines.stream()
                .filter(line -> PRICED.containsKey(line.type()))
                .map(line -> "| " + line.type() + " | " + line.count() + " | "
                        + line.dollars().toPlainString() + " | " + line.note() + " |\n")
                .collect(Collectors.joining());
        long free = lines.stream().filter(line -> FREE.contains(line.type())).count();
        return "| resource type | billed | USD a month, idle | besides |\n|---|---:|---:|---|\n" + rows + "| " + free
                + " more types | | 0 | free while idle |\n| always free | " + polledQueues + " | -"
                + covered().toPlainString()
                + " | SQS: the first million requests a month of an account; where its other queues use"
                + " them up, they are billed |\n| **sum** | | **" + total().toPlainString() + "** | list prices, "
                + PRICES_OF
                + ", us-east-1, other free tiers left out |\n";
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
