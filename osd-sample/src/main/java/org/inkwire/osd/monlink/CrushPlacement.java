// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;

/**
 * The commands with which an OSD places itself in the CRUSH map at each start. Immutable. Ceph:
 * {@code OSD::update_crush_device_class}, {@code OSD::update_crush_location}.
 *
 * @param host bucket that holds it
 * @param deviceClass {@code hdd}, {@code ssd}, …; empty: sets none
 */
public record CrushPlacement(String host, String deviceClass) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Even the smallest store gets some weight. Ceph: {@code OSD::update_crush_location}. */
    private static final double MIN_WEIGHT = 0.0001;

    private static final int WEIGHT_DIGITS = 4;
    private static final double BYTES_PER_TEBIBYTE = 1L << 40;

    /**
     * As JSON, in the order to send.
     *
     * @param whoami the OSD's id
     * @param storeBytes capacity of the store; by default 1 TiB weighs 1
     */
    public List<String> commands(int whoami, CephConf conf, long storeBytes) {
        List<String> commands = new ArrayList<>();
        if (!deviceClass.isEmpty()) {
            ObjectNode set = JSON.createObjectNode();
            set.put("prefix", "osd crush set-device-class").put("class", deviceClass);
            set.putArray("ids").add(Integer.toString(whoami));
            commands.add(set.toString());
        }
        if (conf.get(Options.OSD_CRUSH_UPDATE_ON_START)) {
            double initial = conf.get(Options.OSD_CRUSH_INITIAL_WEIGHT);
            double weight = initial >= 0 ? initial : Math.max(MIN_WEIGHT, storeBytes / BYTES_PER_TEBIBYTE);
            ObjectNode move = JSON.createObjectNode();
            move.put("prefix", "osd crush create-or-move")
                    .put("id", whoami)
                    .put("weight", BigDecimal.valueOf(weight).setScale(WEIGHT_DIGITS, RoundingMode.HALF_UP));
            ArrayNode location = move.putArray("args");
            String given = conf.get(Options.CRUSH_LOCATION).trim();
            for (String word :
                    given.isEmpty() ? new String[] {"host=" + host, "root=default"} : given.split("[;,\\s]+")) {
                location.add(word);
            }
            commands.add(move.toString());
        }
        return commands;
    }
}
