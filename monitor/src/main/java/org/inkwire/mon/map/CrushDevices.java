// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushRule;

/** Finds devices in a CRUSH map. Pure functions. */
public final class CrushDevices {
    private CrushDevices() {}

    /** Ids of the devices below an item, or the item itself. */
    public static NavigableSet<Integer> under(CrushMap crush, int item) {
        NavigableSet<Integer> devices = new TreeSet<>();
        collect(crush, item, devices);
        return devices;
    }

    private static void collect(CrushMap crush, int item, NavigableSet<Integer> into) {
        if (item >= 0) {
            into.add(item);
            return;
        }
        CrushBucket b = crush.bucket(item);
        for (int i = 0; b != null && i < b.size(); i++) {
            collect(crush, b.item(i), into);
        }
    }

    /** Devices a rule can choose. */
    public static Set<Integer> ofRule(CrushMap crush, int ruleId) {
        Set<Integer> devices = new TreeSet<>();
        CrushRule rule = crush.rule(ruleId);
        if (rule != null) {
            for (CrushRule.Step step : rule.steps()) {
                if (step.op() == CrushRule.OP_TAKE) {
                    devices.addAll(under(crush, step.arg1()));
                }
            }
        }
        return devices;
    }
}
