// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.cluster.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrushMapperTest {
    private static final Pattern LINE = Pattern.compile("CRUSH rule (\\d+) x (\\d+) \\[(.*)]");

    @ParameterizedTest
    @CsvSource({"straw2,4", "straw,4", "list,4", "tree,4", "uniform,4", "legacy,4", "vary2,4", "rich,6"})
    void everyMappingIsCrushtools(String name, int replicas) {
        CrushMap map = CrushMap.decode(Vectors.bytes("crush/" + name + ".crush"));
        int[] weights = new int[map.maxDevices()];
        Arrays.fill(weights, CrushMap.WEIGHT_ONE);
        CrushMapper mapper = new CrushMapper();
        int[] result = new int[replicas];
        List<String> expected = Vectors.lines("crush/" + name + ".n" + replicas + ".txt.gz");
        List<String> actual = new ArrayList<>();
        for (String line : expected) {
            Matcher m = LINE.matcher(line);
            assertThat(m.matches()).isTrue();
            int rule = Integer.parseInt(m.group(1));
            int x = Integer.parseInt(m.group(2));
            int n = mapper.doRule(map, rule, x, result, replicas, weights, CrushMapper.NO_POOL);
            String devices = Arrays.toString(Arrays.copyOf(result, n)).replace(" ", "");
            actual.add("CRUSH rule " + rule + " x " + x + " " + devices);
        }
        assertThat(actual).isEqualTo(expected).hasSizeGreaterThanOrEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource({"straw2", "straw", "list", "tree", "uniform", "legacy", "vary2", "rich"})
    void mapsReEncodeToTheSameBytes(String name) {
        byte[] bytes = Vectors.bytes("crush/" + name + ".crush");
        assertThat(CrushMap.decode(bytes).encode()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"straw2", "straw", "list", "tree", "uniform", "rich"})
    void tablesDerivedFromItemWeightsAreCrushtools(String name) {
        CrushMap map = CrushMap.decode(Vectors.bytes("crush/" + name + ".crush"));
        for (CrushBucket b : map.buckets()) {
            CrushBucket again = CrushBucket.of(b.id(), b.type(), b.alg(), b.items(), b.weights());
            assertThat(again.derived()).as("bucket %d", b.id()).isEqualTo(b.derived());
            assertThat(again.weight()).isEqualTo(b.weight());
        }
    }

    @Test
    void unknownRulePlacesNothing() {
        CrushMap map = CrushMapBuilder.forNewCluster(1).build();
        assertThat(new CrushMapper().doRule(map, 7, 1, new int[3], 3, new int[0], CrushMapper.NO_POOL))
                .isZero();
        assertThat(new CrushMapper().doRule(map, 0, 1, new int[3], 3, new int[0], CrushMapper.NO_POOL))
                .isZero();
    }
}
