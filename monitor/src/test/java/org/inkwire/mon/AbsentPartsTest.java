// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of parts this cluster lacks: answered as a cluster in which the part is empty, or refused; never done. */
class AbsentPartsTest {
    private static final List<String> REFUSED =
            Pattern.compile(";|\n").splitAsStream("""
                    pg scrub; pg deep-scrub; pg repair; pg getmap
                    osd scrub; osd deep-scrub; osd repair
                    osd pool scrub; osd pool deep-scrub; osd pool repair
                    osd pool set noautoscale; osd pool unset noautoscale
                    osd erasure-code-profile set; osd crush rule create-erasure
                    osd crush weight-set create-compat; osd crush weight-set create
                    osd crush weight-set reweight; osd crush weight-set reweight-compat
                    mon add; mon add disallowed_leader; mon rm disallowed_leader; mon set_location
                    mon enable_stretch_mode; mon set_new_tiebreaker; mon set-rank; mon set-addrs
                    mon set-weight; mon set election_strategy
                    balancer status; balancer mode; balancer on; balancer off
                    balancer pool ls; balancer pool add; balancer pool rm
                    balancer eval; balancer eval-verbose; balancer optimize; balancer show; balancer rm
                    balancer reset; balancer dump; balancer ls; balancer execute
                    crash info; crash ls; crash ls-new; crash post; crash prune; crash rm; crash stat
                    crash json_report; crash archive; crash archive-all
                    progress; progress json; progress clear; progress on; progress off
                    device ls; device info; device ls-by-daemon; device ls-by-host
                    device monitoring on; device monitoring off; device check-health
                    telemetry status; telemetry on; telemetry off
                    orch status; orch ls; orch ps; fs status; fs volume ls; iostat; insights
                    """).map(String::strip).toList();

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
        List<String> described = new ArrayList<>();
        for (JsonNode command : all) {
            if (command.get("help").asText().equals("not supported by this cluster")) {
                described.add(words(command.get("sig")));
            }
        }
        assertThat(described).containsExactlyInAnyOrderElementsOf(REFUSED);
        for (String prefix : REFUSED) {
            MMonCommandAck ack =
                    run(m, prefix, "pgid", "\"1.0\"", "pool", "\"data\"", "who", "[\"data\"]", "name", "\"x\"");
            assertThat(ack.result()).as(prefix).isEqualTo(-95);
            assertThat(ack.status())
                    .as(prefix)
                    .containsAnyOf("not supported by this cluster", "the manager of this cluster has no modules");
        }
        assertThat(m.map().epoch()).isEqualTo(epoch);
    }

    private static String words(JsonNode signature) {
        StringBuilder words = new StringBuilder();
        signature.forEach(word -> words.append(word.isTextual() ? word.asText() + " " : ""));
        return words.toString().strip();
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
