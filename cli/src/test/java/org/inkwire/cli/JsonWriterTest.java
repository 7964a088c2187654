// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private final StringWriter text = new StringWriter();

    private void document(String format) {
        JsonWriter json = JsonWriter.of(format, new PrintWriter(text));
        assertThat(json).isNotNull();
        json.beginArray(null);
        json.beginObject(null)
                .text("name", "a\"\\\n\u0001\uDCE9")
                .number("size", 3)
                .beginArray("none")
                .end()
                .end();
        json.end().finish();
    }

    @Test
    void jsonIsOneLineWithoutAnEnd() {
        document("json");
        assertThat(text).hasToString("[{\"name\":\"a\\\"\\\\\\n\\u0001\uDCE9\",\"size\":3,\"none\":[]}]");
    }

    /** As rados ls -f json-pretty of 16.2.15 indents. */
    @Test
    void thePrettyFormIsIndentedByFour() {
        document("json-pretty");
        assertThat(text.toString().lines())
                .containsExactly(
                        "[",
                        "    {",
                        "        \"name\": \"a\\\"\\\\\\n\\u0001\uDCE9\",",
                        "        \"size\": 3,",
                        "        \"none\": []",
                        "    }",
                        "]");
    }

    @Test
    void anotherFormatIsRefused() {
        assertThat(JsonWriter.of("plain", new PrintWriter(text))).isNull();
        assertThatThrownBy(() -> JsonWriter.of("yaml", new PrintWriter(text))).isInstanceOf(Failure.class);
    }
}
