// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that are odd, too large or malformed: results and texts are those of a 16.2.15 monitor and manager. */
class CommandInputTest {
    private TestMonitor m;

    @BeforeEach
    void start() {
        m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        run("osd pool create", "'pool':'p','pg_num':4");
    }

    private MMonCommandAck run(String prefix, String arguments) {
        return m.command(
                ("{'prefix':'" + prefix + "'" + (arguments.isEmpty() ? "" : "," + arguments) + "}").replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                // pools
                "osd pool create; 'pool':'x','pg_num':99999999999; -34; ''pg_num'' must be greater than 0 and less than or equal to 65536 (you may adjust ''mon max pool pg num'' for higher values)",
                "osd pool create; 'pool':'x','pg_num':-1; -34; ''pg_num'' must be greater than 0 and less than or equal to 65536 (you may adjust ''mon max pool pg num'' for higher values)",
                "osd pool create; 'pool':'x','pg_num':8,'pgp_num':99999999999; -34; ''pgp_num'' must be greater than 0 and lower or equal than ''pg_num'', which in this case is 8",
                "osd pool create; 'pool':'x','pg_num':8,'size':99999999999; -22; pool size is bigger than the crush rule max size",
                "osd pool create; 'pool':'x','pg_num':8,'size':4294967299; -22; pool size is bigger than the crush rule max size",
                "osd pool create; 'pool':'x','pg_num':8,'size':-1; -22; pool size is bigger than the crush rule max size",
                "osd pool create; 'pool':'x','pg_num':8,'expected_num_objects':-5; -22; ''expected_num_objects'' must be non-negative",
                "osd pool create; 'pool':'x','pg_num':4,'erasure_code_profile':'replicated_rule','rule':'many'; -22; error parsing integer value ''many'': Expected option value to be integer, got ''many''",
                "osd pool create; 'pool':'x','pg_num':4,'rule':'1000'; -2; specified rule 1000 doesn't exist",
                "osd pool set; 'pool':'p','var':'pg_num','val':'4294967297'; -34; ''pg_num'' must be greater than 0 and less than or equal to 65536 (you may adjust ''mon max pool pg num'' for higher values)",
                "osd pool set; 'pool':'p','var':'pg_num_actual','val':'4294967297'; -34; ''pg_num'' must be greater than 0 and less than or equal to 65536 (you may adjust ''mon max pool pg num'' for higher values)",
                "osd pool set; 'pool':'p','var':'size','val':'4294967297'; -22; pool size must be between 1 and 10",
                "osd pool set; 'pool':'p','var':'min_size','val':'4294967297'; -22; pool min_size must be between 1 and size, which is set to 3",
                "osd pool set-quota; 'pool':'p','field':'max_objects','val':'10K'; 0; set-quota max_objects = 10000 for pool p",
                "osd pool set-quota; 'pool':'p','field':'max_bytes','val':'10K'; 0; set-quota max_bytes = 10240 for pool p",
                "osd pool set-quota; 'pool':'p','field':'max_objects','val':'10Ki'; -22; error parsing value ''10Ki'': ''10Ki'' is not an unsigned integer",
                "osd pool set-quota; 'pool':'p','field':'max_objects','val':'-1'; -22; error parsing value ''-1'': ''-1'' is not an unsigned integer",
                // OSDs
                "osd out; 'ids':['-1']; -22; expected numerical value, got: -1invalid osd id-22",
                "osd in; 'ids':['osd.-1']; -22; expected numerical value, got: -1invalid osd id-22",
                "osd down; 'ids':['0','-1']; -22; expected numerical value, got: -1invalid osd id-22",
                "osd rm; 'ids':['-1']; -22; expected numerical value, got: -1invalid osd id-22",
                "osd stop; 'ids':['-1']; -22; expected numerical value, got: -1invalid osd id-22",
                "osd out; 'ids':['99999999999']; -22; The option value ''99999999999'' seems to be invalidinvalid osd id-1",
                "osd out; 'ids':['1x']; -22; Expected option value to be integer, got ''1x''invalid osd id-1",
                "osd ok-to-stop; 'ids':['-1']; -22; expected numerical value, got: -1invalid osd id ''-1''",
                "osd safe-to-destroy; 'ids':['osd.x']; -22; Expected option value to be integer, got ''x''invalid osd id ''osd.x''",
                "osd find; 'id':-1; -2; osd.-1 does not exist",
                "osd find; 'id':99999999999; -2; osd.99999999999 does not exist",
                "osd reweight; 'id':99999999999,'weight':0.5; -2; osd.99999999999 does not exist",
                "osd reweight; 'id':0,'weight':1e30; -22; weight must be <= 32767",
                "osd primary-affinity; 'id':0,'weight':1e30; -22; weight must be <= 32767",
                "osd reweightn; 'weights':'{\\'0\\':\\'32768\\',\\'1\\':\\'x\\'}'; -22; unable to parse ''weights'' value '{''0'':''32768'',''1'':''x''}'",
                "osd reweightn; 'weights':'{\\'99\\':\\'1\\'}'; -2; unable to parse ''weights'' value '{''99'':''1''}'",
                "osd reweightn; 'weights':'{\\'0\\':\\'-1\\'}'; -22; unable to parse ''weights'' value '{''0'':''-1''}'",
                "osd reweightn; 'weights':'x'; -22; unable to parse ''weights'' value ''x''",
                // keys
                "config-key rm; 'key':'nope'; 0; key deleted",
            })
    void oddArguments(String prefix, String arguments, int result, String status) {
        long epoch = m.map().epoch();
        MMonCommandAck ack = run(prefix, arguments);
        assertThat(ack.status().replace('"', '\'')).isEqualTo(status.replace("''", "'"));
        assertThat(ack.result()).isEqualTo(result);
        if (result < 0) {
            assertThat(m.map().epoch()).isEqualTo(epoch);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "42; not JSON object 42",
                "[]; not JSON object []",
                "null; not JSON object null",
                "~~; unparseable JSON ~~",
                "{; unparseable JSON {",
                "{\"prefix\":NaN}; unparseable JSON {\"prefix\":NaN}",
                "{\"prefix\": \"osd dump\"; unparseable JSON {\"prefix\": \"osd dump\"",
                "{}; command prefix not found",
                "{\"prefix\":\"nope\"}; command not known",
            })
    void whatIsNoCommand(String text, String status) {
        MMonCommandAck ack = m.command(text);
        assertThat(ack.status().strip()).isEqualTo(status.replace("~", "").strip());
        assertThat(ack.result()).isEqualTo(-22);
    }

    /** {@code osd pool create d2 4 4 replicated replicated_rule 1000}, and without the type. */
    @ParameterizedTest
    @ValueSource(strings = {"'pool_type':'replicated',", ""})
    void theWordAfterAReplicatedPoolsRuleIsItsNumberOfObjects(String type) {
        MMonCommandAck ack = run(
                "osd pool create",
                "'pool':'d2','pg_num':4,'pgp_num':4," + type
                        + "'erasure_code_profile':'replicated_rule','rule':'1000'");
        assertThat(ack.status()).isEqualTo("pool 'd2' created");
        assertThat(m.map().pool(2).expectedNumObjects()).isEqualTo(1000);
    }

    @Test
    void enablingAnApplicationAgainChangesNothing() {
        String status = "enabled application 'rbd' on pool 'p'";
        assertThat(run("osd pool application enable", "'pool':'p','app':'rbd'").status())
                .isEqualTo(status);
        long epoch = m.map().epoch();
        assertThat(run("osd pool application enable", "'pool':'p','app':'rbd'").status())
                .isEqualTo(status);
        assertThat(m.map().epoch()).isEqualTo(epoch);
    }

    @Test
    void sharesOfSeveralOsdsChangeTogether() {
        assertThat(run("osd reweightn", "'weights':'{\\'0\\':\\'32768\\',\\'2\\':\\'0\\'}'")
                        .result())
                .isZero();
        assertThat(List.of(m.map().weight(0), m.map().weight(1), m.map().weight(2)))
                .containsExactly(0x8000L, 0x10000L, 0L);
    }

    @Test
    void movingToARootThatDoesNotExistCreatesIt() {
        assertThat(run("osd crush move", "'name':'osd.0','args':['root=n1']").status())
                .isEqualTo("moved item id 0 name 'osd.0' to location {root=n1} in crush map");
        assertThat(TestMonitor.text(run("osd tree", ""))).contains("root n1");
    }

    @Test
    void pgsAreListedByStatesThatExist() {
        MMonCommandAck bogus = run("pg ls", "'states':['bogus']");
        assertThat(bogus.result()).isEqualTo(-22);
        assertThat(bogus.status())
                .startsWith("'bogus' is not a valid pg state, available choices: stale+creating+active+activating+")
                .endsWith("+snaptrim_wait+snaptrim_error");
        for (String command : List.of("pg ls-by-osd", "pg ls-by-primary", "pg ls-by-pool")) {
            assertThat(run(command, "'osd':'0','poolstr':'p','states':['clean','nope']")
                            .result())
                    .as(command)
                    .isEqualTo(-22);
        }
        assertThat(pgs("unknown")).isEqualTo(4);
        assertThat(pgs("all")).isEqualTo(4);
        assertThat(pgs("wait")).isZero();
    }

    private int pgs(String state) {
        return TestMonitor.json(run("pg ls", "'states':['" + state + "'],'format':'json'"))
                .get("pg_stats")
                .size();
    }
}
