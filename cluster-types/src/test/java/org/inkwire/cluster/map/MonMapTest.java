// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.inkwire.cluster.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonMapTest {
    @ParameterizedTest
    @ValueSource(strings = {"monmap", "monmap-ipv6-legacy"})
    void mapsOfMonmaptoolReEncodeAndPrintTheSame(String name) {
        byte[] bytes = Vectors.bytes("osdmap/" + name + ".bin");
        MonMap map = MonMap.decode(bytes);
        assertThat(map.encode()).isEqualTo(bytes);
        assertThat(map.print()).isEqualTo(Vectors.text("osdmap/" + name + ".txt"));
    }

    @Test
    void builderRanksMonitorsAsMonmaptoolDoes() {
        MonMap real = MonMap.decode(Vectors.bytes("osdmap/monmap-ipv6-legacy.bin"));
        MonMap ours = new MonMap.Builder(UUID.fromString("11111111-2222-3333-4444-555555555555"))
                .created(real.created())
                .lastChanged(real.lastChanged())
                .minMonRelease(0)
                .persistentFeatures(real.persistentFeatures())
                .addAll("a=[v2:[fd00:1234::abcd]:3300/0,v1:[fd00:1234::abcd]:6789/0],"
                        + "b=[v2:10.1.2.3:3300/0,v1:10.1.2.3:6789/0],c=v2:10.1.2.4:3300/0")
                .build();
        assertThat(ours.ranks()).containsExactly("b", "a", "c");
        assertThat(ours.encode()).isEqualTo(real.encode());
    }

    @Test
    void builderRefusesNamesAndAddressesTwice() {
        MonMap.Builder b = new MonMap.Builder(new UUID(1, 2)).addAll("a=v2:10.0.0.1:3300/0");
        assertThatThrownBy(() -> b.addAll("a=v2:10.0.0.2:3300/0")).hasMessageContaining("mon.a exists");
        assertThatThrownBy(() -> b.addAll("b=v2:10.0.0.1:3300/0")).hasMessageContaining("mon.a's");
        assertThatThrownBy(() -> b.addAll("nonsense")).isInstanceOf(IllegalArgumentException.class);
    }
}
