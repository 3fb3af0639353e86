package dev.tidemill.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.tidemill.core.Span;
import java.io.IOException;

/** Spans as ISO-8601 text. */
final class SpanJson {
    private SpanJson() {}

    static final class Writer extends StdSerializer<Span> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Span.class);
        }

        @Override
        public void serialize(Span value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    static final class Reader extends StdDeserializer<Span> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Span.class);
        }

        @Override
        public Span deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString();
            try {
                return Span.parse(text);
            } catch (IllegalArgumentException e) {
                return (Span) context.handleWeirdStringValue(
                        Span.class, text, "expected an ISO-8601 length of time such as PT4H, P1D or P1M");
            }
        }
    }
}
