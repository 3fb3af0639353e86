package dev.tidemill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import dev.tidemill.client.connection.Authentication;
import dev.tidemill.client.connection.Connection;
import dev.tidemill.client.connection.Connections;
import dev.tidemill.client.connection.Signers;
import dev.tidemill.kernel.command.Typed;
import dev.tidemill.kernel.command.ValueKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String ENDED = """
            {"id": "X1", "project": "tides", "kind": "%s", "status": "SUCCEEDED", "startedAt": "2026-01-01T00:00:00Z",
             "endedAt": "2026-01-01T00:00:02Z", "result": %s}""";
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("GET /v1", "{\"name\": \"tidemill\", \"version\": \"0.1.0\", \"workspace\": \"default\"}"),
            Map.entry("GET /v1/projects", "{\"projects\": [{\"name\": \"tides\"}]}"),
            Map.entry("GET /v1/models", "{\"models\": [{\"name\": \"tide\", \"aliases\": {\"champion\": 3}}]}"),
            Map.entry("GET /v1/projects/tides", "{\"name\": \"tides\", \"model\": \"tide\"}"),
            Map.entry("POST /v1/projects/tides/trainings", ENDED.formatted("training", "{\"version\": 3}")),
            Map.entry("GET /v1/executions/X1", ENDED.formatted("training", "{\"version\": 3}")),
            Map.entry("GET /v1/executions/X1/history", """
                    {"events": [{"time": "2026-01-01T00:00:00Z", "type": "TaskStateEntered", "state": "Dispatch"}]}"""),
            Map.entry("GET /v1/models/tide", """
                    {"name": "tide", "aliases": {"champion": 3}, "versions": [{"version": 3, "status": "Production",
                     "origin": "trained", "tags": {}}, {"version": 2, "status": "Archived", "origin": "imported"}]}"""),
            Map.entry("GET /v1/models/tide/history", """
                    {"events": [{"id": "E1", "type": "AliasMoved", "model": "tide", "version": 3, "alias": "champion",
                     "who": "ann", "why": "better by 5 %", "request": "req-7", "time": "2026-01-01T00:00:00Z",
                     "before": {"model.alias.champion": "2"}, "after": {"model.alias.champion": "3",
                     "model.updatedAt": "2026-01-01T00:00:00Z"}}], "nextPageToken": null}"""),
            Map.entry("GET /v1/models/tide/aliases/champion", """
                    {"model": "tide", "alias": "champion", "version": 2, "since": "2025-12-01T00:00:00Z",
                     "movedBy": "bob", "why": "first", "request": "req-1", "previousVersion": null}"""),
            Map.entry("GET /v1/models/tide/versions/2", """
                    {"model": "tide", "version": 2, "status": "Candidate", "origin": "imported", "manifest": {},
                     "createdBy": "ann", "imported": {"source": "runs:/r/model", "owner": "ann",
                     "sha256": "not recorded", "signature": "not recorded", "facts": {"flavors": "onnx"},
                     "missing": {"sha256": "there are no files at its source", "signature": "not recorded"}}}"""),
            Map.entry("GET /v1/models/tide/versions/3", """
                    {"manifest": {"decision": "pass", "gates": [{"metric": "rmse", "against": "baseline",
                     "decision": "pass", "improvement": 0.051}]}}"""),
            Map.entry("GET /v2/models/tide", """
                    {"name": "tide", "inputs": [{"name": "depth", "datatype": "INT64"}]}"""),
            Map.entry("POST /v2/models/tide/infer", """
                    {"model_version": "3", "outputs": [{"name": "prediction", "data": [1.5]},
                     {"name": "prediction_id", "data": ["P1"]}]}"""),
            Map.entry(
                    "GET /v1/projects/tides/executions",
                    "{\"executions\": [" + ENDED.formatted("training", "{}") + "]}"));

    @TempDir
    private Path home;

    private final List<String> shown = new ArrayList<>();
    private final Output output = new Output() {
        @Override
        public void show(String id, String html, String text) {
            shown.add(id + " " + html);
        }

        @Override
        public void display(Object value) {
            shown.add(value.toString());
        }
    };
    private final List<String> bodies = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private boolean refusing;
    private String version = "0.1.0";
    private HttpServer server;
    private Commands commands;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
                String route = exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().getPath();
                if (refusing) {
                    byte[] no = "{\"message\":\"Unauthorized\"}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(401, no.length);
                    exchange.getResponseBody().write(no);
                    return;
                }
                byte[] answer = ANSWERS.getOrDefault(
                                route, "{\"error\": {\"code\": \"NO_SUCH\", \"message\": \"no " + route + "\"}}")
                        .replace("0.1.0", version)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(ANSWERS.containsKey(route) ? 200 : 404, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        commands = commands("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private Commands commands(@Nullable String address) {
        Map<String, String> environment = address == null ? Map.of() : Map.of("TIDEMILL_API_URL", address);
        Commands made = new Commands(
                new Notebook(client -> client),
                output,
                Connections.of(environment, home),
                new Signers(environment, null));
        made.connectAsBefore();
        return made;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String html(String... words) {
        DisplayData data = (DisplayData) Objects.requireNonNull(commands.run(List.of(words)));
        return String.valueOf(data.getData(MIMEType.TEXT_HTML));
    }

    @Test
    void status_ofApi_listsProjectsAndAliases() {
        assertThat(html("status")).contains("tidemill 0.1.0", "tides", "model tide", "champion is version 3");
    }

    @Test
    void status_withoutAddress_saysWhatToSet() {
        Commands alone = commands(null);

        assertThatThrownBy(() -> alone.run(List.of("status"))).hasMessageContaining("set TIDEMILL_API_URL");
    }

    @Test
    void train_untilItEnded_showsProgressInOnePlaceAndItsGates() {
        assertThat(html("train", "--as-of", "2026-01-01T00:00:00Z", "--promote"))
                .contains("version 3: gates pass", "rmse against baseline", "5.10%");
        assertThat(bodies).anyMatch(body -> body.contains("\"promote\":\"on-pass\""));
        assertThat(shown).singleElement().asString().contains("training X1", "SUCCEEDED", "Dispatch", "log</a>");
    }

    @Test
    void predict_columns_areTypedAsTheModelListsThem() {
        assertThat(html("predict", "depth=4", "moon.phase=0.5")).contains("1.5", "P1", "model version");
        assertThat(bodies.getLast()).contains("\"data\":[4]", "\"data\":[0.5]");
        assertThatThrownBy(() -> commands.run(List.of("predict", "depth=deep")))
                .hasMessage("depth has 'deep', expected a number.");
    }

    @Test
    void models_ofOneName_listVersionsWithStatusOriginAndAliases() {
        assertThat(html("models", "tide"))
                .contains("<th style=\"text-align:left\">origin</th>", "Production", "trained", "champion", "imported");
    }

    @Test
    void models_ofOneVersion_tellsWhatIsRecordedAndWhatIsNotAndWhy() {
        assertThat(html("models", "tide", "--version", "2"))
                .contains("version 2 of model tide", "imported", "runs:/r/model", "flavors", "onnx", "ann")
                .contains("not recorded: there are no files at its source");
        assertThat(html("models", "tide", "--version", "3")).contains("version 3 of model tide", "gates");
        assertThatThrownBy(() -> commands.run(List.of("models", "--version", "2")))
                .hasMessageContaining("--version takes a model");
    }

    @Test
    void history_ofAModel_tellsWhoMovedTheAliasWhenAndWhy() {
        assertThat(html("history", "tide", "--alias", "champion", "--version", "3", "--limit", "5"))
                .contains("AliasMoved", "model.alias.champion: 2 → 3", "ann", "better by 5 %", "req-7")
                .doesNotContain("updatedAt");
        assertThat(queries.getLast()).isEqualTo("alias=champion&limit=5&version=3");
        assertThat(html("history", "--help")).contains("--alias", "%mlops history delay --at 2013-07-01T04:00:00Z");
    }

    @Test
    void history_atATime_tellsWhatTheAliasNamed() {
        assertThat(html("history", "tide", "--at", "2025-12-24T00:00:00Z"))
                .contains("champion of model tide", "2025-12-01T00:00:00Z", "bob", "first");
        assertThat(queries.getLast()).isEqualTo("at=2025-12-24T00%3A00%3A00Z");
        assertThatThrownBy(
                        () -> commands.run(List.of("history", "tide", "--at", "2025-12-24T00:00:00Z", "--limit", "3")))
                .hasMessageContaining("Either --at or --limit");
        assertThatThrownBy(() -> commands.run(List.of("history"))).hasMessageContaining("MODEL is missing");
    }

    @Test
    void history_completion_offersAliasesAndVersionsOfTheNamedModel() {
        Notebook notebook = new Notebook(client -> client);
        Connection connection =
                Connection.to("http://127.0.0.1:" + server.getAddress().getPort(), new Authentication.None());
        notebook.connect(connection, TidemillClient.at(connection.address()));
        NotebookValues values = new NotebookValues(notebook);
        Typed typed = new Typed("history", List.of("tide"), Map.of());

        assertThat(values.of(ValueKind.ALIAS, typed)).contains("champion", "challenger");
        assertThat(values.of(ValueKind.VERSION, typed)).containsExactly("3", "2");
    }

    @Test
    void executions_ofProject_areListed() {
        assertThat(html("executions", "--kind", "training")).contains("X1", "SUCCEEDED", "2.0 s");
        assertThat(html("executions", "X1")).contains("TaskStateEntered", "Dispatch");
    }

    @Test
    void help_orNothing_listsEveryCommand() {
        assertThat(commands.run(List.of())).isInstanceOf(DisplayData.class);
        assertThat(html("help")).contains("%mlops push FOLDER", "%mlops lineage PREDICTION", "%%mlops sql [NAME]");
        assertThat(html("train", "--help")).contains("--as-of", "Only what was known at this time");
        assertThat(html("help", "deploy")).contains("--alias", "%mlops deploy 2 --alias challenger");
    }

    @Test
    void connect_toWhatDoesNotAnswer_isOneSentenceAndChangesNothing() throws IOException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }

        assertThatThrownBy(() -> commands.run(List.of("connect", "http://127.0.0.1:" + closed)))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("No answer from http://127.0.0.1:" + closed);
        assertThatThrownBy(() -> commands.run(List.of("connect", "http://no-such-host.invalid")))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("No answer from http://no-such-host.invalid");
        assertThatThrownBy(() -> commands.run(List.of("connect", "tidemill")))
                .hasMessageContaining("'tidemill' is no address");
        assertThatThrownBy(() -> commands.run(List.of("connect", address, "--token", "--aws")))
                .hasMessageContaining("Only one of --aws and --token");
        assertThat(html("status")).contains(address);
    }

    @Test
    void connect_withAWrongToken_namesTheToken() throws IOException {
        Path token = Files.writeString(home.resolve("token"), "wrong");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        refusing = true;

        assertThatThrownBy(() -> commands.run(List.of(
                        "connect",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "--token-file",
                        token.toString())))
                .isInstanceOf(TidemillException.class)
                .hasMessageContaining("the token in " + token)
                .message()
                .doesNotContain("wrong");
    }

    @Test
    void connect_toAnApiOfAnotherVersion_tellsBothVersions() {
        version = "9.4.0";

        assertThatThrownBy(() -> commands.run(List.of(
                        "connect", "http://127.0.0.1:" + server.getAddress().getPort())))
                .hasMessageContaining("Tidemill 9.4.0")
                .hasMessageContaining("install tidemill-kernel 9.4");
    }

    @Test
    void connect_isRememberedWithoutTheSecret() throws IOException {
        html("connect", "http://127.0.0.1:" + server.getAddress().getPort() + "/");

        String kept = Files.readString(home.resolve(".tidemill/connections.json"));
        assertThat(kept).contains("http://127.0.0.1:" + server.getAddress().getPort());
        Commands later = new Commands(
                new Notebook(client -> client), output, Connections.of(Map.of(), home), new Signers(Map.of(), null));
        later.connectAsBefore();
        assertThat(String.valueOf(((DisplayData) Objects.requireNonNull(later.run(List.of("status"))))
                        .getData(MIMEType.TEXT_HTML)))
                .contains("connections.json");
    }

    @Test
    void anything_misspelt_isOneSentence() {
        assertThatThrownBy(() -> commands.run(List.of("trian")))
                .isInstanceOf(TidemillException.class)
                .hasMessage("%mlops has no 'trian'. Did you mean train?");
        assertThatThrownBy(() -> commands.run(List.of("xyzzy"))).hasMessageContaining("There are status, connect");
        assertThatThrownBy(() -> commands.run(List.of("sql"))).hasMessageContaining("It is written %%mlops sql.");
        assertThatThrownBy(() -> commands.runCell(List.of("sql"), " "))
                .hasMessageContaining("no SELECT below %%mlops sql");
        assertThatThrownBy(() -> commands.run(List.of("train", "--asof", "x")))
                .hasMessageContaining("--asof is unknown");
        assertThatThrownBy(() -> commands.run(List.of("train", "--as-of")))
                .hasMessageContaining("--as-of needs a value");
        assertThatThrownBy(() -> commands.run(List.of("train", "--as-of", "today")))
                .hasMessageContaining("'today' is no instant");
        assertThatThrownBy(() -> commands.run(List.of("deploy", "one"))).hasMessageContaining("'one' is no number");
        assertThatThrownBy(() -> commands.run(List.of("deploy"))).hasMessageContaining("%mlops deploy VERSION");
        assertThatThrownBy(() -> commands.run(List.of("lineage", "P9"))).hasMessage("no GET /v1/lineage");
    }
}
