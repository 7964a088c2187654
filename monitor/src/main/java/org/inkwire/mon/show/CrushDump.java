// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.inkwire.cluster.crush.BucketAlg;
import org.inkwire.cluster.crush.ChooseArgs;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushRule;
import org.inkwire.cluster.crush.CrushTunables;
import org.inkwire.mon.format.Json;

/**
 * The CRUSH map as {@code osd crush dump} and similar commands show it. Ceph: {@code CrushWrapper::dump}. Pure
 * functions.
 */
public final class CrushDump {
    private CrushDump() {}

    public static ArrayNode rules(CrushMap crush) {
        ArrayNode all = Json.array();
        for (int id = 0; id < crush.maxRules(); id++) {
            CrushRule rule = crush.rule(id);
            if (rule != null) {
                all.add(rule(crush, id, rule));
            }
        }
        return all;
    }

    public static ObjectNode rule(CrushMap crush, int id, CrushRule rule) {
        ObjectNode o = Json.object().put("rule_id", id);
        o.put("rule_name", crush.ruleNames().getOrDefault(id, String.valueOf(id)));
        o.put("ruleset", rule.ruleset()).put("type", rule.type());
        o.put("min_size", rule.minSize()).put("max_size", rule.maxSize());
        ArrayNode steps = o.putArray("steps");
        rule.steps().forEach(s -> steps.add(step(crush, s)));
        return o;
    }

    private static ObjectNode step(CrushMap crush, CrushRule.Step s) {
        ObjectNode o = Json.object();
        switch (s.op()) {
            case CrushRule.OP_NOOP -> o.put("op", "noop");
            case CrushRule.OP_TAKE -> {
                String name = crush.name(s.arg1());
                o.put("op", "take").put("item", s.arg1()).put("item_name", name == null ? "" : name);
            }
            case CrushRule.OP_EMIT -> o.put("op", "emit");
            case CrushRule.OP_CHOOSE_FIRSTN -> choose(crush, o.put("op", "choose_firstn"), s);
            case CrushRule.OP_CHOOSE_INDEP -> choose(crush, o.put("op", "choose_indep"), s);
            case CrushRule.OP_CHOOSELEAF_FIRSTN -> choose(crush, o.put("op", "chooseleaf_firstn"), s);
            case CrushRule.OP_CHOOSELEAF_INDEP -> choose(crush, o.put("op", "chooseleaf_indep"), s);
            case CrushRule.OP_SET_CHOOSE_TRIES ->
                o.put("op", "set_choose_tries").put("num", s.arg1());
            case CrushRule.OP_SET_CHOOSELEAF_TRIES ->
                o.put("op", "set_chooseleaf_tries").put("num", s.arg1());
            default -> o.put("opcode", s.op()).put("arg1", s.arg1()).put("arg2", s.arg2());
        }
        return o;
    }

    private static void choose(CrushMap crush, ObjectNode o, CrushRule.Step s) {
        o.put("num", s.arg1());
        o.put("type", crush.typeNames().getOrDefault(s.arg2(), String.valueOf(s.arg2())));
    }

    /** The whole map. */
    public static ObjectNode json(CrushMap crush) {
        ObjectNode o = Json.object();
        ArrayNode devices = o.putArray("devices");
        for (int id = 0; id < crush.maxDevices(); id++) {
            String name = crush.name(id);
            ObjectNode d = devices.addObject().put("id", id).put("name", name == null ? "device" + id : name);
            String deviceClass = crush.classOf(id);
            if (deviceClass != null) {
                d.put("class", deviceClass);
            }
        }
        ArrayNode types = o.putArray("types");
        for (Map.Entry<Integer, String> e : crush.typeNames().entrySet()) {
            types.addObject().put("type_id", e.getKey()).put("name", e.getValue());
        }
        ArrayNode buckets = o.putArray("buckets");
        for (CrushBucket b : crush.buckets()) {
            ObjectNode n = buckets.addObject().put("id", b.id()).put("name", crush.name(b.id()));
            n.put("type_id", b.type()).put("type_name", crush.typeNames().get(b.type()));
            n.put("weight", b.weight()).put("alg", b.alg().toString()).put("hash", "rjenkins1");
            ArrayNode items = n.putArray("items");
            for (int i = 0; i < b.size(); i++) {
                items.addObject()
                        .put("id", b.item(i))
                        .put("weight", b.itemWeight(i))
                        .put("pos", i);
            }
        }
        o.set("rules", rules(crush));
        o.set("tunables", tunables(crush));
        o.set("choose_args", chooseArgs(crush));
        return o;
    }

    /** Weight sets by pool. */
    public static ObjectNode chooseArgs(CrushMap crush) {
        ObjectNode o = Json.object();
        crush.chooseArgs().forEach((id, args) -> {
            ArrayNode buckets = o.putArray(String.valueOf(id));
            for (CrushBucket b : crush.buckets()) {
                ChooseArgs.Arg arg = args.forBucket(b.id());
                if (arg != null) {
                    buckets.add(arg(b, arg));
                }
            }
        });
        return o;
    }

    private static ObjectNode arg(CrushBucket b, ChooseArgs.Arg arg) {
        ObjectNode o = Json.object().put("bucket_id", b.id());
        if (arg.weightSet().length > 0) {
            ArrayNode set = o.putArray("weight_set");
            for (int[] weights : arg.weightSet()) {
                ArrayNode list = set.addArray();
                for (int weight : weights) {
                    list.add(Json.number(Integer.toUnsignedLong(weight) / (double) CrushMap.WEIGHT_ONE));
                }
            }
        }
        if (arg.ids().length > 0) {
            ArrayNode ids = o.putArray("ids");
            for (int id : arg.ids()) {
                ids.add(id);
            }
        }
        return o;
    }

    private static String profile(CrushTunables t) {
        if (t.equals(CrushTunables.JEWEL)) {
            return "jewel";
        }
        if (t.equals(CrushTunables.HAMMER)) {
            return "hammer";
        }
        if (t.equals(CrushTunables.FIREFLY)) {
            return "firefly";
        }
        if (t.equals(CrushTunables.BOBTAIL)) {
            return "bobtail";
        }
        return t.equals(CrushTunables.LEGACY) ? "argonaut" : "unknown";
    }

    /** The oldest release that maps as this map does. */
    private static String oldestRelease(CrushTunables t, boolean straw2) {
        if (t.chooseleafStable() != 0) {
            return "jewel";
        }
        if (straw2) {
            return "hammer";
        }
        if (t.chooseleafVaryR() != 0) {
            return "firefly";
        }
        return t.chooseleafDescendOnce() != 0 || !t.equals(CrushTunables.LEGACY) ? "bobtail" : "argonaut";
    }

    public static ObjectNode tunables(CrushMap crush) {
        CrushTunables t = crush.tunables();
        boolean optimal = t.equals(CrushTunables.JEWEL);
        boolean legacy = t.equals(CrushTunables.LEGACY);
        ObjectNode o = Json.object();
        o.put("choose_local_tries", t.chooseLocalTries());
        o.put("choose_local_fallback_tries", t.chooseLocalFallbackTries());
        o.put("choose_total_tries", t.chooseTotalTries());
        o.put("chooseleaf_descend_once", t.chooseleafDescendOnce());
        o.put("chooseleaf_vary_r", t.chooseleafVaryR());
        o.put("chooseleaf_stable", t.chooseleafStable());
        o.put("straw_calc_version", t.strawCalcVersion());
        o.put("allowed_bucket_algs", t.allowedBucketAlgs());
        boolean straw2 = false;
        for (CrushBucket b : crush.buckets()) {
            straw2 |= b.alg() == BucketAlg.STRAW2;
        }
        o.put("profile", profile(t));
        o.put("optimal_tunables", optimal ? 1 : 0).put("legacy_tunables", legacy ? 1 : 0);
        o.put("minimum_required_version", oldestRelease(t, straw2));
        o.put("require_feature_tunables", legacy ? 0 : 1);
        o.put("require_feature_tunables2", t.chooseleafDescendOnce() != 0 ? 1 : 0)
                .put("has_v2_rules", 0);
        o.put("require_feature_tunables3", t.chooseleafVaryR() != 0 ? 1 : 0).put("has_v3_rules", 0);
        o.put("has_v4_buckets", straw2 ? 1 : 0);
        o.put("require_feature_tunables5", t.chooseleafStable() != 0 ? 1 : 0).put("has_v5_rules", 0);
        return o;
    }
}
