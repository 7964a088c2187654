// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void namesLeaveAsTheBytesTheyCameAs() {
        Output out = new Output(bytes, "test");
        out.println("caf\uDCE9 \u017C");
        out.write(new byte[] {(byte) 0xff});
        out.print('x');
        out.printf("%s%n", "\uD83D\uDE00");
        out.flush();
        assertThat(bytes.toByteArray()).isEqualTo(new byte[] {
            'c',
            'a',
            'f',
            (byte) 0xe9,
            ' ',
            (byte) 0xc5,
            (byte) 0xbc,
            '\n',
            (byte) 0xff,
            'x',
            (byte) 0xf0,
            (byte) 0x9f,
            (byte) 0x98,
            (byte) 0x80,
            '\n'
        });
    }

    @Test
    void aFailureIsThrownAndReportedInOneLine() {
        Output out = new Output(failing("No space left on device"), "standard output");
        out.println("text");
        StringWriter err = new StringWriter();
        assertThatThrownBy(out::flush).isInstanceOfSatisfying(Output.Lost.class, lost -> {
            assertThat(Errors.report(lost, new PrintWriter(err))).isEqualTo(1);
        });
        assertThat(err).hasToString("error writing to standard output: (28) No space left on device\n");
        // What follows is dropped; the failure has been told.
        out.println("more");
        out.flush();
    }

    @Test
    void longTextFailsBeforeTheEnd() {
        Output out = new Output(failing("Input/output error"), "f");
        assertThatThrownBy(() -> out.print("x".repeat(1 << 20))).isInstanceOf(Output.Lost.class);
    }

    @Test
    void aReaderThatLeftIsNoNews() {
        Output out = new Output(failing("Broken pipe"), "standard output");
        out.println("text");
        StringWriter err = new StringWriter();
        assertThatThrownBy(out::flush)
                .satisfies(lost ->
                        assertThat(Errors.report(lost, new PrintWriter(err))).isEqualTo(141));
        assertThat(err.toString()).isEmpty();
    }
}
