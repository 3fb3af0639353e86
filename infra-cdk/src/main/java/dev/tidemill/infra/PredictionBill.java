package dev.tidemill.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What 1,000 online predictions cost, one row a request, by list price of us-east-1 without free tiers, see
 * {@link IdleBill#PRICES_OF}. More rows in a request cost little more than one. What is captured is billed besides by what
 * lies in the bucket.
 *
 * @param lines one a service
 */
public record PredictionBill(List<Line> lines) {
    private static final BigDecimal REQUESTS = BigDecimal.valueOf(1000);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final String FUNCTION = "tidemill-inference";

    public PredictionBill {
        lines = List.copyOf(lines);
    }

    /**
     * One service.
     *
     * @param how the units of 1,000 requests and the price of one
     * @param dollars for 1,000 requests
     */
    public record Line(String service, String how, BigDecimal dollars) {}

    /**
     * The bill by the size of the inference function in a template.
     *
     * @param milliseconds that a warm invocation takes, as {@code tests/load/run} measures it
     * @param views feature views that a request looks up, each one item of at most 4 KB
     * @throws IllegalArgumentException when the template has no inference function
     */
    public static PredictionBill of(JsonNode template, double milliseconds, int views) {
        JsonNode function = template.path("Resources")
                .valueStream()
                .map(resource -> resource.path("Properties"))
                .filter(properties -> properties.path("FunctionName").asText().equals(FUNCTION))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the template has no function " + FUNCTION));
        boolean arm = function.path("Architectures").path(0).asText("").equals("arm64");
        String second = arm ? "0.0000133334" : "0.0000166667";
        double gigabytes = function.path("MemorySize").asInt() / 1024.0;
        BigDecimal gigabyteSeconds = BigDecimal.valueOf(gigabytes * milliseconds);
        return new PredictionBill(List.of(
                perMillion("API Gateway", "1,000 requests at 3.50 a million", "3.50", 1),
                perMillion("Lambda, requests", "1,000 at 0.20 a million", "0.20", 1),
                new Line(
                        "Lambda, time",
                        gigabytes + " GB x " + milliseconds + " ms x 1,000 at " + second + " a GB-second, "
                                + (arm ? "arm64" : "x86-64"),
                        gigabyteSeconds.multiply(new BigDecimal(second))),
                perMillion(
                        "DynamoDB",
                        views + " x 1,000 eventually consistent reads, half a unit each, at 0.125 a million units",
                        "0.125",
                        views * 0.5),
                perMillion("SQS", "1,000 captures sent, at most as many received, at 0.40 a million", "0.40", 2),
                perMillion("CloudWatch Logs", "1,000 invocations of 1 KB of log at 0.50 a GB", "0.50", 1)));
    }

    private static Line perMillion(String service, String how, String price, double each) {
        return new Line(
                service,
                how,
                REQUESTS.multiply(BigDecimal.valueOf(each))
                        .multiply(new BigDecimal(price))
                        .divide(MILLION, MathContext.DECIMAL64));
    }

    /** Dollars for 1,000 predictions. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** A table of the services and the sum. */
    public String markdown() {
        return lines.stream()
                .map(line -> "| " + line.service() + " | " + line.how() + " | " + cents(line.dollars()) + " |\n")
                .collect(Collectors.joining(
                        "",
                        "| service | units | USD |\n|---|---|---:|\n",
                        "| **sum** | list prices, " + IdleBill.PRICES_OF + ", us-east-1, free tiers left out | **"
                                + cents(total()) + "** |\n"));
    }

    private static String cents(BigDecimal dollars) {
        return dollars.setScale(5, java.math.RoundingMode.HALF_UP).toPlainString();
    }

    /**
     * Prints the bill of a synthesized app.
     *
     * @param arguments the folder that {@code cdk synth} wrote, the milliseconds of a warm invocation, and the number of
     *     feature views
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: PredictionBill CDK_OUT MILLISECONDS VIEWS");
            System.exit(2);
        }
        JsonNode template = new ObjectMapper()
                .readTree(
                        Path.of(arguments[0], "TidemillLifecycle.template.json").toFile());
        System.out.print(of(template, Double.parseDouble(arguments[1]), Integer.parseInt(arguments[2]))
                .markdown());
    }
}
