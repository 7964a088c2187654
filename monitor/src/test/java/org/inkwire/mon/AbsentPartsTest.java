// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of parts this cluster lacks: answered as a cluster in which the part is empty, or refused; never done. */
class AbsentPartsTest {
    private static MMonCommandAck run(TestMonitor m, String prefix, String... arguments) {
        StringBuilder json = new StringBuilder("{\"prefix\":\"" + prefix + "\"");
        for (int i = 0; i < arguments.length; i += 2) {
            json.append(",\"").append(arguments[i]).append("\":").append(arguments[i + 1]);
        }
        return m.command(json.append('}').toString());
    }

    private static TestMonitor cluster() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        run(m, "osd pool create", "pool", "\"data\"", "pg_num", "8");
        run(m, "osd pool create", "pool", "\"p2\"", "pg_num", "8");
        return m;
    }

    @Test
    void everyRefusedCommandNamesTheMissingPartAndChangesNothing() {
        TestMonitor m = cluster();
        JsonNode all = TestMonitor.json(run(m, "get_command_descriptions"));
        long epoch = m.map().epoch();
        int refused = 0;
        for (JsonNode command : all) {
            if (!command.get("help").asText().equals("not supported by this cluster")) {
                continue;
            }
            StringBuilder prefix = new StringBuilder();
            for (Iterator<JsonNode> words = command.get("sig").elements(); words.hasNext(); ) {
                JsonNode word = words.next();
                if (word.isTextual()) {
                    prefix.append(prefix.isEmpty() ? "" : " ").append(word.asText());
                }
            }
            MMonCommandAck ack = run(
                    m, prefix.toString(), "pgid", "\"1.0\"", "pool", "\"data\"", "who", "[\"data\"]", "name", "\"x\"");
            assertThat(ack.result()).as(prefix.toString()).isEqualTo(-95);
            assertThat(ack.status())
                    .as(prefix.toString())
                    .containsAnyOf("not supported by this cluster", "the manager of this cluster has no modules");
            refused++;
        }
        assertThat(refused).isGreaterThan(50);
        assertThat(m.map().epoch()).isEqualTo(epoch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "osd tier add; pool; \"data\"; tierpool; \"p2\"; -95; cache tiers are not supported by this cluster",
                "osd tier add; pool; \"data\"; tierpool; \"no\"; -2; unrecognized pool 'no'",
                "osd tier rm; pool; \"data\"; tierpool; \"p2\"; 0; pool 'p2' is now (or already was) not a tier of 'data'",
                "osd tier cache-mode; pool; \"p2\"; mode; \"none\"; -22; pool 'p2' is not a tier",
                "osd set; key; \"full\"; x; 1; -22; unrecognized flag 'full'",
                "osd unset; key; \"full\"; x; 1; -22; unrecognized flag 'full'",
                "fs get; fs_name; \"x\"; x; 1; -2; filesystem 'x' not found",
                "fs rm; fs_name; \"x\"; x; 1; 0; filesystem 'x' does not exist",
                "fs set; fs_name; \"x\"; x; 1; -2; Filesystem not found: 'x'",
                "mgr fail; who; \"x\"; x; 1; 0; Daemon not found 'x', already failed?",
                "mgr metadata; who; \"x\"; x; 1; -2; mgr.x does not exist",
                "mgr dump; epoch; 9999; x; 1; -2; there is no map for epoch 9999",
                "mgr module enable; module; \"x\"; x; 1; -2; all mgr daemons do not support module 'x', pass --force to force enablement",
                "mgr module disable; module; \"x\"; x; 1; 0; module 'x' is already disabled",
                "mon rm; name; \"a\"; x; 1; -22; error: refusing removal of last monitor a",
                "mon rm; name; \"b\"; x; 1; 0; mon.b does not exist or has already been removed",
                "mon ok-to-stop; ids; [\"a\"]; x; 1; -16; not enough monitors would be available () after stopping mons [a]",
                "mon ok-to-stop; ids; [\"b\"]; x; 1; 0; quorum should be preserved (a) after stopping [b]",
                "pg repeer; pgid; \"9.0\"; x; 1; -2; pg '9.0' does not exist",
                "pg scrub; pgid; \"9.0\"; x; 1; -2; pg 9.0 does not exist",
                "osd pool scrub; who; [\"no\"]; x; 1; -2; unrecognized pool 'no'",
                "osd crush tunables; profile; \"hammer\"; x; 1; 0; adjusted tunables profile to hammer",
                "mds ok-to-stop; ids; [\"x\",\"y\"]; x; 1; 0; should be safe to stop [x,y]",
            })
    void answersAreThoseOfARealMonitor(
            String prefix, String name, String value, String second, String secondValue, int result, String status) {
        MMonCommandAck ack = run(cluster(), prefix, name, value, second, secondValue);
        assertThat(ack.status()).isEqualTo(status);
        assertThat(ack.result()).isEqualTo(result);
    }

    @Test
    void anOsdThatHoldsPgsOfUnknownStateIsNotSaidToBeSafe() {
        TestMonitor m = cluster();
        MMonCommandAck stop = run(m, "osd ok-to-stop", "ids", "[\"0\"]");
        assertThat(stop.result()).isEqualTo(-11);
        assertThat(stop.status()).isEqualTo("16 pgs have unknown state; cannot draw any conclusions");
        assertThat(TestMonitor.json(stop).get("ok_to_stop").asBoolean()).isFalse();
        assertThat(run(m, "osd safe-to-destroy", "ids", "[\"0\"]").result()).isEqualTo(-11);
    }
}
