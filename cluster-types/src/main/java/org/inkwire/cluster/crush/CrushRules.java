// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The rule table of a map under construction. */
final class CrushRules {
    private static final int MAX_RULES = 256;

    private final CrushParts parts;

    CrushRules(CrushParts parts) {
        this.parts = parts;
    }

    /** Throws if the name is invalid or a rule has it. */
    void checkFree(String name) {
        CrushNames.check(name);
        if (CrushMap.keyOf(parts.ruleNames, name) != null) {
            throw new IllegalArgumentException("rule '" + name + "' already exists");
        }
    }

    /**
     * Adds a rule under the lowest free id that takes {@code root} and chooses a device from each of as many
     * {@code domain} buckets as there are replicas.
     */
    int addSimple(String name, int root, int domain, int type) {
        boolean firstn = type == CrushRule.TYPE_REPLICATED;
        List<CrushRule.Step> steps = new ArrayList<>();
        if (!firstn) {
            steps.add(new CrushRule.Step(CrushRule.OP_SET_CHOOSELEAF_TRIES, 5, 0));
            steps.add(new CrushRule.Step(CrushRule.OP_SET_CHOOSE_TRIES, 100, 0));
        }
        steps.add(new CrushRule.Step(CrushRule.OP_TAKE, root, 0));
        int op;
        if (domain == CrushMap.TYPE_DEVICE) {
            op = firstn ? CrushRule.OP_CHOOSE_FIRSTN : CrushRule.OP_CHOOSE_INDEP;
        } else {
            op = firstn ? CrushRule.OP_CHOOSELEAF_FIRSTN : CrushRule.OP_CHOOSELEAF_INDEP;
        }
        steps.add(new CrushRule.Step(op, 0, domain));
        steps.add(new CrushRule.Step(CrushRule.OP_EMIT, 0, 0));
        int id = firstFreeId();
        return add(id, name, new CrushRule(id, type, firstn ? 1 : 3, firstn ? 10 : 20, steps));
    }

    private int firstFreeId() {
        for (int i = 0; i < parts.rules.length; i++) {
            if (parts.rules[i] == null) {
                return i;
            }
        }
        return parts.rules.length;
    }

    int add(int id, String name, CrushRule rule) {
        if (id < 0 || id >= MAX_RULES || id < parts.rules.length && parts.rules[id] != null) {
            throw new IllegalArgumentException("rule id " + id + " is taken or too large");
        }
        if (id >= parts.rules.length) {
            parts.rules = Arrays.copyOf(parts.rules, id + 1);
        }
        parts.rules[id] = rule;
        parts.ruleNames.put(id, name);
        return id;
    }

    void remove(String name) {
        Integer id = CrushMap.keyOf(parts.ruleNames, name);
        if (id == null) {
            throw new IllegalArgumentException("rule '" + name + "' does not exist");
        }
        parts.rules[id] = null;
        parts.ruleNames.remove(id);
    }

    /** Whether some rule takes one of the buckets. */
    boolean takesAny(Set<Integer> bucketIds) {
        for (CrushRule rule : parts.rules) {
            if (rule != null) {
                for (CrushRule.Step step : rule.steps()) {
                    if (step.op() == CrushRule.OP_TAKE && bucketIds.contains(step.arg1())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
