// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.conf.CephConf;

/**
 * Configuration of a monitor. Immutable.
 *
 * @param conf options of {@code mon.NAME}; the monitor's config database becomes its mon layer
 * @param wallClock for timestamps that others see
 * @param metadata what {@code mon metadata} shows, such as {@code hostname}
 */
public record MonitorSettings(CephConf conf, InstantSource wallClock, Map<String, String> metadata) {
    public MonitorSettings {
        metadata = new TreeMap<>(metadata);
    }
}
