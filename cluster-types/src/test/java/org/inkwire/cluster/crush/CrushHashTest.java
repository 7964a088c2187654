// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.inkwire.cluster.Vectors;
import org.junit.jupiter.api.Test;

class CrushHashTest {
    private final JsonNode samples = new ObjectMapper().readTree(Vectors.bytes("crush/hash_samples.json"));

    CrushHashTest() throws IOException {}

    private static int u32(JsonNode node) {
        return (int) node.asLong();
    }

    @Test
    void integerHashesGiveTheSampledValues() {
        for (JsonNode s : samples.get("hash2")) {
            assertThat(CrushHash.hash2(u32(s.get(0)), u32(s.get(1)))).isEqualTo(u32(s.get(2)));
        }
        for (JsonNode s : samples.get("hash3")) {
            assertThat(CrushHash.hash3(u32(s.get(0)), u32(s.get(1)), u32(s.get(2))))
                    .isEqualTo(u32(s.get(3)));
        }
        for (JsonNode s : samples.get("hash4")) {
            assertThat(CrushHash.hash4(u32(s.get(0)), u32(s.get(1)), u32(s.get(2)), u32(s.get(3))))
                    .isEqualTo(u32(s.get(4)));
        }
    }

    @Test
    void stringHashGivesTheSampledValuesForEveryTailLength() {
        for (JsonNode s : samples.get("str_hash")) {
            assertThat(CrushHash.hashString(s.get(0).asText()))
                    .as(s.get(0).asText())
                    .isEqualTo(Integer.parseUnsignedInt(s.get(1).asText(), 16));
        }
    }

    @Test
    void logarithmGivesTheSampledValuesWithTheFrozenErrorsOfItsTables() {
        for (JsonNode s : samples.get("crush_ln")) {
            assertThat(CrushLn.ln(s.get(0).asInt()))
                    .as("ln(%s)", s.get(0))
                    .isEqualTo(s.get(1).asLong());
        }
    }

    @Test
    void logarithmNeverLeavesItsRange() {
        for (int u = 0; u < 65536; u++) {
            assertThat(CrushLn.ln(u)).isBetween(0L, CrushLn.LN_ONE);
        }
    }
}
