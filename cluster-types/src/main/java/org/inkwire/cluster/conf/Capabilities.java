// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.inkwire.wire.entity.EntityType;

/**
 * What this release has of the authentication methods and connection modes that options can ask for. A program whose
 * options leave it nothing it has must not start: {@link #check} says which option and why. Of a list it uses the
 * elements it has. The only place that knows what is there. Immutable, any thread. Ceph: {@code AuthRegistry}.
 */
public final class Capabilities {
    /** {@code none} and {@code crc}. */
    public static final Capabilities OURS = new Capabilities(Set.of("none"), Set.of("crc"));

    private static final String SEPARATORS = "[\\s,;]+";

    private final Set<String> authMethods;
    private final Set<String> connectionModes;

    private Capabilities(Set<String> authMethods, Set<String> connectionModes) {
        this.authMethods = authMethods;
        this.connectionModes = connectionModes;
    }

    /**
     * Checks the options that apply to the entity's type.
     *
     * @throws ConfException naming the option that asks only for what is not there
     */
    public void check(CephConf conf) {
        checkMethods(conf);
        checkModes(conf);
    }

    private void checkMethods(CephConf conf) {
        // Ceph: auth_supported, if set, stands for all three.
        boolean all = !conf.get(Options.AUTH_SUPPORTED).isBlank();
        List<Option<String>> asked = all
                ? List.of(Options.AUTH_SUPPORTED)
                : isClient(conf)
                        ? List.of(Options.AUTH_CLIENT_REQUIRED)
                        : List.of(Options.AUTH_CLUSTER_REQUIRED, Options.AUTH_SERVICE_REQUIRED);
        asked.forEach(option -> require(conf, option, authMethods));
        if (!authMethods.contains("cephx")) {
            List<Option<Boolean>> signed = isClient(conf)
                    ? List.of(Options.CEPHX_REQUIRE_SIGNATURES)
                    : List.of(
                            Options.CEPHX_REQUIRE_SIGNATURES,
                            Options.CEPHX_CLUSTER_REQUIRE_SIGNATURES,
                            Options.CEPHX_SERVICE_REQUIRE_SIGNATURES);
            for (Option<Boolean> option : signed) {
                if (conf.get(option)) {
                    throw new ConfException(option + " = true cannot be honoured: this release has no CephX");
                }
            }
        }
    }

    /** The part of {@link #check} about connection modes, for clients that bring their own authentication. */
    public void checkModes(CephConf conf) {
        List<Option<String>> asked = isClient(conf)
                ? List.of(Options.MS_CLIENT_MODE, Options.MS_MON_CLIENT_MODE)
                : List.of(
                        Options.MS_CLUSTER_MODE,
                        Options.MS_SERVICE_MODE,
                        Options.MS_MON_CLUSTER_MODE,
                        Options.MS_MON_SERVICE_MODE);
        asked.forEach(option -> require(conf, option, connectionModes));
        if (!isClient(conf) && !conf.get(Options.MS_BIND_MSGR2)) {
            throw new ConfException(Options.MS_BIND_MSGR2 + " = false leaves nothing to bind: there is no msgr1");
        }
    }

    private static boolean isClient(CephConf conf) {
        return conf.name().type() == EntityType.CLIENT;
    }

    private static void require(CephConf conf, Option<String> option, Set<String> have) {
        String text = conf.get(option).trim();
        if (Arrays.stream(text.split(SEPARATORS)).noneMatch(have::contains)) {
            throw new ConfException(
                    option + " = " + text + " cannot be honoured: this release has only " + String.join(", ", have));
        }
    }
}
