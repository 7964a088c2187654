// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerbTest {
    @Test
    void aVerbIsFoundByTheWordItIsTypedAs() {
        assertThat(Verb.named("cache-try-flush-evict-all")).isEqualTo(Verb.CACHE_TRY_FLUSH_EVICT_ALL);
        assertThat(Verb.named("put")).isEqualTo(Verb.PUT);
        assertThat(Verb.named("PUT")).isNull();
    }

    /** As rados stat of 16.2.15 prints an object that was touched with 1000. */
    @Test
    void earlyTimesAreSeconds() {
        assertThat(ObjectVerbs.mtime(Instant.ofEpochSecond(1000), false)).isEqualTo("1000.000000");
        assertThat(ObjectVerbs.mtime(Instant.parse("2026-11-28T22:04:41.139931Z"), true))
                .contains(":41.139931");
        assertThat(ObjectVerbs.mtime(Instant.parse("2026-11-28T22:04:41.139931Z"), false))
                .contains(":41.000000");
    }
}
