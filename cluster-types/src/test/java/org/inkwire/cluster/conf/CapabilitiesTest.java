// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static void check(String entity, String... lines) {
        Capabilities.OURS.check(CephConf.builder()
                .name(AuthEntityName.parse(entity))
                .environment(Map.of())
                .fileText("[global]\n" + String.join("\n", lines) + "\n")
                .build());
    }

    private static void starts(String entity, String... lines) {
        assertThatCode(() -> check(entity, lines))
                .as("%s %s", entity, List.of(lines))
                .doesNotThrowAnyException();
    }

    private static void stops(String entity, String line) {
        String option = line.substring(0, line.indexOf(" ="));
        assertThatThrownBy(() -> check(entity, line))
                .as("%s %s", entity, line)
                .isInstanceOf(ConfException.class)
                .hasMessageStartingWith(option + " = ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void everythingStartsWithTheDefaults() {
        for (String entity : List.of("client.admin", "mon.a", "osd.0")) {
            starts(entity);
        }
    }

    @Test
    void cephxAloneStopsTheSideItIsFor() {
        stops("client.admin", "auth_client_required = cephx");
        stops("client.admin", "auth_supported = cephx");
        starts("client.admin", "auth_service_required = cephx", "auth_cluster_required = cephx");
        for (String daemon : List.of("mon.a", "osd.0")) {
            stops(daemon, "auth_cluster_required = cephx");
            stops(daemon, "auth_service_required = cephx");
            stops(daemon, "auth_supported = cephx");
            starts(daemon, "auth_client_required = cephx");
        }
    }

    @Test
    void aListIsHonouredInTheElementsThatAreThere() {
        for (String list : List.of("cephx, none", "none cephx", "cephx\tnone", "\"cephx;none\"")) {
            starts("client.admin", "auth_client_required = " + list);
            starts("osd.0", "auth_cluster_required = " + list);
        }
        starts("client.admin", "ms_client_mode = secure crc", "ms_mon_client_mode = secure,crc");
        starts("osd.0", "ms_cluster_mode = secure crc", "ms_mon_service_mode = crc secure");
        // auth_supported stands for the others.
        starts("client.admin", "auth_client_required = cephx", "auth_supported = none");
    }

    @Test
    void whatNobodyKnowsIsNotThere() {
        stops("client.admin", "auth_client_required = banana");
        stops("client.admin", "auth_client_required = gss");
        stops("client.admin", "auth_client_required = NONE");
        stops("client.admin", "ms_client_mode = banana");
    }

    @Test
    void secureModeAloneStopsTheSideItIsFor() {
        stops("client.admin", "ms_client_mode = secure");
        stops("client.admin", "ms_mon_client_mode = secure");
        starts("client.admin", "ms_cluster_mode = secure", "ms_service_mode = secure");
        for (String option :
                List.of("ms_cluster_mode", "ms_service_mode", "ms_mon_cluster_mode", "ms_mon_service_mode")) {
            stops("osd.0", option + " = secure");
            stops("mon.a", option + " = secure");
        }
    }

    @Test
    void signaturesNeedCephxAndDaemonsAPort() {
        stops("client.admin", "cephx_require_signatures = true");
        stops("osd.0", "cephx_cluster_require_signatures = true");
        starts("client.admin", "cephx_require_version = 2", "cephx_sign_messages = true", "keyring = /k", "key = x");
        stops("mon.a", "ms_bind_msgr2 = false");
    }
}
