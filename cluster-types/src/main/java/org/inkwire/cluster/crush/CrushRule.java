// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * A placement rule: the program that {@link CrushMapper} runs. Immutable.
 *
 * @param ruleset equal to the rule's id since luminous
 * @param type pool type it serves: 1 replicated, 3 erasure
 * @param minSize smallest pool size it serves, 0 .. 255
 * @param maxSize largest pool size it serves, 0 .. 255
 */
public record CrushRule(int ruleset, int type, int minSize, int maxSize, List<Step> steps) {
    public static final int TYPE_REPLICATED = 1;
    public static final int TYPE_ERASURE = 3;

    /** Step operations, by wire number. */
    public static final int OP_NOOP = 0;

    public static final int OP_TAKE = 1;
    public static final int OP_CHOOSE_FIRSTN = 2;
    public static final int OP_CHOOSE_INDEP = 3;
    public static final int OP_EMIT = 4;
    public static final int OP_CHOOSELEAF_FIRSTN = 6;
    public static final int OP_CHOOSELEAF_INDEP = 7;
    public static final int OP_SET_CHOOSE_TRIES = 8;
    public static final int OP_SET_CHOOSELEAF_TRIES = 9;
    public static final int OP_SET_CHOOSE_LOCAL_TRIES = 10;
    public static final int OP_SET_CHOOSE_LOCAL_FALLBACK_TRIES = 11;
    public static final int OP_SET_CHOOSELEAF_VARY_R = 12;
    public static final int OP_SET_CHOOSELEAF_STABLE = 13;

    private static final int STEP_BYTES = 12;

    /**
     * One instruction.
     *
     * @param op an {@code OP_} number; unknown ones do nothing
     * @param arg1 item, count or value
     * @param arg2 bucket type to choose
     */
    public record Step(int op, int arg1, int arg2) {
        private void encode(Encoder out) {
            out.s32(op);
            out.s32(arg1);
            out.s32(arg2);
        }

        private static Step decode(Decoder in) {
            return new Step(in.s32(), in.s32(), in.s32());
        }
    }

    public CrushRule {
        steps = List.copyOf(steps);
    }

    void encode(Encoder out) {
        out.u32(steps.size());
        out.u8(ruleset);
        out.u8(type);
        out.u8(minSize);
        out.u8(maxSize);
        for (Step step : steps) {
            step.encode(out);
        }
    }

    static CrushRule decode(Decoder in) {
        int length = in.count(STEP_BYTES);
        int ruleset = in.u8();
        int type = in.u8();
        int minSize = in.u8();
        int maxSize = in.u8();
        Step[] steps = new Step[length];
        for (int i = 0; i < length; i++) {
            steps[i] = Step.decode(in);
        }
        return new CrushRule(ruleset, type, minSize, maxSize, List.of(steps));
    }
}
