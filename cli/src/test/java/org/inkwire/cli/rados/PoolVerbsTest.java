// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolVerbsTest {
    /** Left: as rados df of 16.2.15 prints them. */
    @ParameterizedTest
    @CsvSource({
        "0 B, 0",
        "63 B, 63",
        "240 KiB, 245760",
        "9.3 KiB, 9525",
        "3 GiB, 3221225472",
        "3.0 GiB, 3200789504",
        "537 B, 537",
        "100 MiB, 104857601"
    })
    void sizesHaveAsManyDecimalsAsFit(String shown, long bytes) {
        assertThat(PoolVerbs.size(bytes)).isEqualTo(shown);
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Columns columns = new Columns(List.of("POOL_NAME", "USED"));
        columns.row(List.of("p", "9.3 KiB"));
        assertThat(columns).hasToString("POOL_NAME     USED\np          9.3 KiB\n");
    }
}
