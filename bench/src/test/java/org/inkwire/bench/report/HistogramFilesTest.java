// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.inkwire.testkit.machine.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramFilesTest {
    @TempDir
    Path dir;

    @Test
    void aFileThatCannotBeWrittenIsAFailure() throws Exception {
        Path full = Path.of("/dev/full");
        Needs.skipIf(Files.isWritable(full) ? null : "no device here that is always full: " + full);
        Files.createSymbolicLink(dir.resolve("x.hgrm"), full);
        Result turn = new Result(1, 1, 0, 0, new Histogram(Result.SIGNIFICANT_DIGITS));

        assertThatThrownBy(() -> HistogramFiles.write(dir, "x", List.of(turn)))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("x.hgrm: cannot be written");
    }
}
