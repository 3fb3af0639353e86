package dev.tidemill.client.connection;

import dev.tidemill.client.RequestSigner;
import dev.tidemill.client.TidemillClient;
import dev.tidemill.client.TidemillException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes signers and clients of connections. The AWS SDK is loaded when the first AWS identity is asked for, from a
 * folder of jars into a class loader of its own where one is given, so that a program may have another version of it;
 * else from the program's class path. Safe for use by several threads.
 */
public final class Signers {
    private final Map<String, String> environment;
    private final @Nullable Path folder;
    private @Nullable AwsSigning aws;

    /**
     * @param environment variables, such as {@code System.getenv()}
     * @param folder with the jars of {@code tidemill-client-aws}; null when they are on the class path
     */
    public Signers(Map<String, String> environment, @Nullable Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** A client of a connection; nothing is sent yet. */
    public TidemillClient client(Connection connection) {
        return TidemillClient.at(connection.address())
                .inWorkspace(connection.workspace())
                .signedBy(signer(connection));
    }

    /**
     * What signs a connection's requests. It never signs a request to another server, nor a presigned one.
     *
     * @throws TidemillException {@code UNAUTHENTICATED} when who asks cannot be found out
     */
    public RequestSigner signer(Connection connection) {
        return switch (connection.authentication()) {
            case Authentication.None none -> RequestSigner.NONE;
            case Authentication.Token token -> new TokenSigner(connection, token, environment);
            case Authentication.Aws identity -> aws().signer(connection.address(), identity.profile());
        };
    }

    /** Whether a request goes to the server of an API and is not signed by its query. */
    static boolean isOf(URI api, URI request) {
        String query = Objects.requireNonNullElse(request.getRawQuery(), "");
        return Objects.equals(api.getScheme(), request.getScheme())
                && Objects.equals(api.getRawAuthority(), request.getRawAuthority())
                && !query.toLowerCase(Locale.ROOT).contains("x-amz-signature=");
    }

    private synchronized AwsSigning aws() {
        AwsSigning loaded = aws;
        if (loaded == null) {
            loaded = ServiceLoader.load(AwsSigning.class, loader())
                    .findFirst()
                    .orElseThrow(() -> TidemillException.unauthenticated(
                            "To sign as an AWS identity needs the library tidemill-client-aws, which is not there"
                                    + (folder == null ? ": add it to the class path" : ": looked in " + folder),
                            null));
            aws = loaded;
        }
        return loaded;
    }

    private ClassLoader loader() {
        ClassLoader client = Signers.class.getClassLoader();
        if (folder == null) {
            return client;
        }
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            return new URLClassLoader("tidemill-client-aws", urls, new ClientOnly(client));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows of the program what {@code tidemill-client-aws} refers to: the client, and Java. */
    private static final class ClientOnly extends ClassLoader {
        private static final String CLIENT = "dev.tidemill.client.";
        private static final String OWN = "dev.tidemill.client.aws.";

        private final ClassLoader client;

        ClientOnly(ClassLoader client) {
            super(ClassLoader.getPlatformClassLoader());
            this.client = client;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(CLIENT) && !name.startsWith(OWN)) {
                return client.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
