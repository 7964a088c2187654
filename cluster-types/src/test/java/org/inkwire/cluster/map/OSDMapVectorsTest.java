// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inkwire.cluster.Vectors;
import org.inkwire.cluster.crush.CrushMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OSDMapVectorsTest {
    private static final int LAST = 36;
    private static final Pattern PG = Pattern.compile("(\\d+\\.[0-9a-f]+)\\s+raw \\(\\[(.*?)], p(-?\\d+)\\) "
            + "up \\(\\[(.*?)], p(-?\\d+)\\) acting \\(\\[(.*?)], p(-?\\d+)\\)");

    static Stream<String> fulls() {
        return Stream.concat(
                Stream.of("osdmap/flat3.osdmap", "osdmap/rich.osdmap.gz", "osdmap/rich-unmodified.osdmap.gz"),
                Stream.iterate(1, i -> i <= LAST, i -> i + 1)
                        .map(i -> "osdmap/chain/full." + i)
                        .filter(Vectors::exists));
    }

    @ParameterizedTest
    @MethodSource("fulls")
    void fullMapsReEncodeToTheSameBytes(String path) {
        byte[] bytes = Vectors.bytes(path);
        assertThat(OSDMap.decode(bytes).encode()).isEqualTo(bytes);
    }

    @Test
    void incrementalsReEncodeToTheSameBytes() {
        for (int epoch = 1; epoch <= LAST; epoch++) {
            byte[] bytes = Vectors.bytes("osdmap/chain/inc." + epoch);
            assertThat(OSDMapIncremental.decode(bytes).encode())
                    .as("inc %d", epoch)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void theChainOfIncrementalsGivesEveryFullMapByteForByte() {
        OSDMap map = OSDMap.empty();
        int compared = 0;
        for (int epoch = 1; epoch <= LAST; epoch++) {
            OSDMapIncremental inc = OSDMapIncremental.decode(Vectors.bytes("osdmap/chain/inc." + epoch));
            map = map.apply(inc);
            if (Vectors.exists("osdmap/chain/full." + epoch)) {
                assertThat(map.encode()).as("full %d", epoch).isEqualTo(Vectors.bytes("osdmap/chain/full." + epoch));
                compared++;
            }
            assertThat(map.crc())
                    .as("crc of epoch %d as the monitor computed it", epoch)
                    .isEqualTo(inc.fullCrc());
        }
        assertThat(compared).isEqualTo(17);
    }

    private static List<Integer> osds(String list) {
        List<Integer> osds = new ArrayList<>();
        for (String osd : list.isEmpty() ? new String[0] : list.split(",")) {
            osds.add(osd.equals("NONE") ? CrushMap.ITEM_NONE : Integer.parseInt(osd));
        }
        return osds;
    }

    @ParameterizedTest
    @CsvSource({"osdmap/flat3.osdmap,osdmap/flat3.pgs.txt,16", "osdmap/rich.osdmap.gz,osdmap/rich.pgs.txt.gz,548"})
    void everyGroupIsWhereOsdmaptoolPutsIt(String mapPath, String expectedPath, int groups) {
        OSDMap map = OSDMap.decode(Vectors.bytes(mapPath));
        int compared = 0;
        for (String line : Vectors.lines(expectedPath)) {
            Matcher m = PG.matcher(line);
            if (m.find()) {
                PgId pg = PgId.parse(m.group(1));
                assertThat(map.pgToRawOsds(pg)).as("raw of %s", pg).isEqualTo(osds(m.group(2)));
                UpActing where = map.pgToUpActing(pg);
                assertThat(where)
                        .as("%s", pg)
                        .isEqualTo(new UpActing(
                                osds(m.group(4)),
                                Integer.parseInt(m.group(5)),
                                osds(m.group(6)),
                                Integer.parseInt(m.group(7))));
                assertThat(map.pgToUpActing(pg)).as("remembered").isSameAs(where);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(groups);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flat3", "rich"})
    void everyObjectIsWhereTheClusterPutsIt(String name) throws IOException {
        String mapPath = name.equals("rich") ? "osdmap/rich.osdmap.gz" : "osdmap/flat3.osdmap";
        OSDMap map = OSDMap.decode(Vectors.bytes(mapPath));
        JsonNode objects = new ObjectMapper()
                .readTree(Vectors.bytes("osdmap/objects-" + name + ".json.gz"))
                .get("objects");
        assertThat(objects.size()).isGreaterThan(100);
        for (JsonNode o : objects) {
            String key = o.path("key").asText("");
            String hashed = key.isEmpty() ? o.get("name").asText() : key;
            String nspace = o.path("namespace").asText("");
            long pool = o.get("pool").asLong();
            PgId raw = map.objectToRawPg(pool, hashed, nspace);
            if (o.has("raw_pg")) {
                assertThat(raw).hasToString(o.get("raw_pg").asText());
            }
            assertThat(map.objectToPg(pool, hashed, nspace))
                    .as("%s", o)
                    .hasToString(o.get("pg").asText());
            UpActing where = map.pgToUpActing(raw);
            if (o.has("up")) {
                assertThat(where.up()).as("%s", o).isEqualTo(ints(o.get("up")));
            }
            assertThat(where.acting()).as("%s", o).isEqualTo(ints(o.get("acting")));
        }
    }

    private static List<Integer> ints(JsonNode array) {
        List<Integer> ints = new ArrayList<>();
        array.forEach(n -> ints.add(n.asInt()));
        return ints;
    }
}
