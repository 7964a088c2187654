// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkwire.wire.RawString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeStringsTest {
    @TempDir
    Path tmp;

    private Path commandLine(String... words) throws IOException {
        return Files.write(tmp.resolve("cmdline"), RawString.bytes(String.join("\0", words) + "\0"));
    }

    @Test
    void theKernelKnowsTheBytesThatTheJvmLost() throws IOException {
        Path file = commandLine("java", "-cp", "x", "Main", "put", "caf\uDCE9", "", "f");
        assertThat(NativeStrings.arguments(new String[] {"put", "caf\uFFFD", "", "f"}, file))
                .containsExactly("put", "caf\uDCE9", "", "f");
        // In some locales the JVM replaces a byte by a question mark.
        assertThat(NativeStrings.arguments(new String[] {"put", "caf?", "", "f"}, file))
                .containsExactly("put", "caf\uDCE9", "", "f");
    }

    @Test
    void withoutTheKernelsHelpALostByteIsAnErrorAndNeverAnotherName() {
        Path none = tmp.resolve("none");
        assertThat(NativeStrings.arguments(new String[] {"put", "plain"}, none)).containsExactly("put", "plain");
        assertThatThrownBy(() -> NativeStrings.arguments(new String[] {"put", "caf\uFFFD"}, none))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("argument 2 cannot be read in this locale");
    }

    @Test
    void anotherProcessOfThisCommandGetsTheSameBytes() {
        List<String> arguments = List.of("daemon", "--dir", "d\uDCE9 100%41\u017C");
        List<String> words = NativeStrings.escaped(arguments);
        assertThat(words).allMatch(word -> word.chars().allMatch(c -> c > ' ' && c < 0x7f));
        assertThat(NativeStrings.arguments(words.toArray(String[]::new))).containsExactlyElementsOf(arguments);
    }
}
