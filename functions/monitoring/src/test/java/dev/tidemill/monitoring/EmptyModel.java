package dev.tidemill.monitoring;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An XGBoost model without a tree, in UBJSON. */
final class EmptyModel {
    private EmptyModel() {}

    /**
     * @param columns of an encoded row
     */
    static byte[] ubjson(int columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        open(out, null);
        open(out, "learner");
        open(out, "gradient_booster");
        key(out, "name");
        text(out, "gbtree");
        open(out, "model");
        key(out, "trees");
        out.writeBytes(new byte[] {'[', ']', '}', '}'});
        open(out, "learner_model_param");
        key(out, "num_feature");
        text(out, Integer.toString(columns));
        out.writeBytes(new byte[] {'}', '}', '}'});
        return out.toByteArray();
    }

    private static void open(ByteArrayOutputStream out, @Nullable String name) {
        if (name != null) {
            key(out, name);
        }
        out.write('{');
    }

    private static void key(ByteArrayOutputStream out, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        out.write('L');
        out.writeBytes(ByteBuffer.allocate(8).putLong(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static void text(ByteArrayOutputStream out, String value) {
        out.write('S');
        key(out, value);
    }
}
