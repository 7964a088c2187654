// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {
    @TempDir
    Path tmp;

    /** U+DCE9 and U+DCE8 stand for the bytes E9 and E8. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "two words", "caf\uDCE9", "caf\uDCE8", "\u017C\u00F3", "100%41?#", "a\nb"})
    void everyNameIsAFileOfItsOwn(String name) throws IOException {
        Path file = RawPath.of(tmp + "/" + name);
        Files.writeString(file, name.length() + "");
        assertThat(RawPath.of(tmp + "/" + name)).hasContent(name.length() + "");
        assertThat(RawPath.text(file)).isEqualTo(tmp + "/" + name);
        assertThat(RawPath.of(RawPath.text(file))).isEqualTo(file);
    }

    @Test
    void twoNamesThatOneCharsetCannotTellApartAreTwoFiles() throws IOException {
        Files.writeString(RawPath.of(tmp + "/\uDCE9"), "first");
        Files.writeString(RawPath.of(tmp + "/\uDCE8"), "second");
        assertThat(RawPath.of(tmp + "/\uDCE9")).hasContent("first");
    }

    @Test
    void aDirectoryHasNoSlashAtTheEnd() throws IOException {
        Path directory = Files.createDirectory(RawPath.of(tmp + "/d\u00E9"));
        assertThat(RawPath.text(directory)).isEqualTo(tmp + "/d\u00E9");
        assertThat(RawPath.text(directory.resolve("x"))).isEqualTo(tmp + "/d\u00E9/x");
    }

    @Test
    void aRelativeNameIsInTheWorkingDirectory() {
        assertThat(RawPath.of("\uDCE9").toAbsolutePath().getParent())
                .isEqualTo(Path.of("").toAbsolutePath());
        assertThat(RawPath.of("plain")).isEqualTo(Path.of("plain"));
    }

    @Test
    void aNulIsRefused() {
        assertThatThrownBy(() -> RawPath.of("a\0\u00E9")).isInstanceOf(InvalidPathException.class);
    }
}
