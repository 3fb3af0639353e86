package dev.tidemill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncTidemillClientTest {
    /** What sends nothing. */
    private static final Set<String> LOCAL =
            Set.of("address", "async", "inWorkspace", "name", "signedBy", "toString", "withEngine", "withTimeout");

    static List<List<Class<?>>> twins() {
        return List.of(
                List.of(TidemillClient.class, AsyncTidemillClient.class),
                List.of(ProjectClient.class, AsyncProjectClient.class),
                List.of(ModelClient.class, AsyncModelClient.class),
                List.of(TrackingClient.class, AsyncTrackingClient.class));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void everyCall_hasItsTwin(List<Class<?>> classes) {
        assertThat(calls(classes.getLast())).isEqualTo(calls(classes.getFirst()));
    }

    /** Name and parameter types of what a class can be asked over the network. */
    private static Set<String> calls(Class<?> client) {
        return Arrays.stream(client.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !LOCAL.contains(method.getName()))
                .map(method -> method.getName() + Arrays.toString(method.getGenericParameterTypes()))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("twins")
    void everyTwin_givesAFutureOfWhatTheCallGives(List<Class<?>> classes) throws NoSuchMethodException {
        for (Method twin : classes.getLast().getDeclaredMethods()) {
            if (twin.getReturnType() == CompletableFuture.class) {
                Method call = classes.getFirst().getMethod(twin.getName(), twin.getParameterTypes());
                String given =
                        ((ParameterizedType) twin.getGenericReturnType()).getActualTypeArguments()[0].getTypeName();
                assertThat(given)
                        .isEqualTo(
                                call.getReturnType() == void.class
                                        ? "java.lang.Void"
                                        : call.getReturnType() == int.class
                                                ? "java.lang.Integer"
                                                : call.getGenericReturnType().getTypeName());
            }
        }
    }

    @Test
    void future_ofACall_hasItsAnswerOrItsException() throws IOException {
        try (FakeApi api = new FakeApi()) {
            api.on("GET /v1/projects", 200, Map.of("projects", List.of(Map.of("name", "tides"))));
            AsyncTidemillClient client = api.client().async();

            assertThat(client.projects()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(List.of("tides"));
            assertThatThrownBy(() -> client.project("none").describe().join())
                    .hasCauseInstanceOf(TidemillException.class)
                    .hasMessageContaining("/v1/projects/none");
        }
    }

    @Test
    void cancelling_aFuture_interruptsItsCall() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<String> future = Calls.start(() -> {
            try {
                begun.countDown();
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        future.cancel(true);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }
}
