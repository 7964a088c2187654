// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Generates random operations. It remembers answers only so that guards hold often enough to be interesting. One
 * thread.
 */
final class OpGenerator {
    private static final int MAX_OFFSET = 3000;
    private static final int MAX_LENGTH = 1500;
    private static final int MAX_APPEND = 200;
    private static final int NAMES = 3;

    private final RandomGenerator random;
    private final long[] lastVersion;
    private final long[][] lastXattr;
    private long lastTag;

    OpGenerator(int objects, RandomGenerator random) {
        this.random = random;
        this.lastVersion = new long[objects];
        this.lastXattr = new long[objects][NAMES];
    }

    /** Records an answer about an object. */
    void learn(int object, List<Step> steps, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            lastVersion[object] = Math.max(lastVersion[object], done.version());
            for (Step step : steps) {
                if (step instanceof Step.SetXattr x) {
                    lastXattr[object][x.name().charAt(1) - '0'] = x.tag();
                }
            }
        }
    }

    List<Step> next(int object) {
        int dice = random.nextInt(100);
        if (dice < 18) {
            return Step.lookAtAll();
        } else if (dice < 30) {
            return looks(object);
        } else if (dice < 80) {
            return List.of(change());
        }
        List<Step> steps = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            steps.add(guard(object));
        }
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            Step.Change change = change();
            if (!(change instanceof Step.Remove)) {
                steps.add(change);
            }
        }
        if (steps.stream().noneMatch(s -> s instanceof Step.Change)) {
            steps.add(new Step.Remove());
        }
        return steps;
    }

    private List<Step> looks(int object) {
        List<Step> steps = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            steps.add(guard(object));
        }
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            steps.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Step.Stat();
                        case 1 -> new Step.Read(random.nextInt(MAX_OFFSET), 1 + random.nextInt(MAX_LENGTH));
                        case 2 -> new Step.GetXattr(name());
                        default -> new Step.OmapGet();
                    });
        }
        return steps;
    }

    private Step guard(int object) {
        int dice = random.nextInt(3);
        int name = random.nextInt(NAMES);
        if (dice == 0 && lastVersion[object] > 0) {
            return new Step.AssertVersion(Math.max(1, lastVersion[object] - random.nextInt(3)));
        } else if (dice == 1 && lastXattr[object][name] > 0) {
            return new Step.CompareXattr("x" + name, lastXattr[object][name]);
        }
        return new Step.AssertExists();
    }

    private Step.Change change() {
        int dice = random.nextInt(100);
        if (dice < 20) {
            return new Step.Write(random.nextInt(MAX_OFFSET), 1 + random.nextInt(MAX_LENGTH), ++lastTag);
        } else if (dice < 30) {
            return new Step.WriteFull(random.nextInt(MAX_LENGTH), ++lastTag);
        } else if (dice < 52) {
            return new Step.Append(1 + random.nextInt(MAX_APPEND), ++lastTag);
        } else if (dice < 57) {
            return new Step.Truncate(random.nextInt(MAX_OFFSET));
        } else if (dice < 62) {
            return new Step.Zero(random.nextInt(MAX_OFFSET), 1 + random.nextInt(MAX_LENGTH));
        } else if (dice < 66) {
            return new Step.Remove();
        } else if (dice < 71) {
            return new Step.Create(random.nextInt(4) > 0);
        } else if (dice < 82) {
            return new Step.SetXattr(name(), ++lastTag);
        } else if (dice < 85) {
            return new Step.RemoveXattr(name());
        } else if (dice < 96) {
            return new Step.OmapSet(key(), ++lastTag);
        }
        return new Step.OmapRemove(key());
    }

    private String name() {
        return "x" + random.nextInt(NAMES);
    }

    private String key() {
        return "key" + random.nextInt(8);
    }
}
