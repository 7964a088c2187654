// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Applies operations to a model object: RADOS's semantics, implemented a second time and more simply than in the OSD.
 * All steps take effect or none; the first failure ends the operation. Pure.
 */
final class Steps {
    /** How an unknown version relates to the asserted one. */
    private enum Version {
        LOWER,
        SAME,
        HIGHER
    }

    /**
     * One possible effect of an operation.
     *
     * @param after equal to {@code before} if nothing changed, not even what is known of the version
     * @param changed whether the object got a new version
     */
    record Effect(int errno, List<Long> outputs, ObjectState before, ObjectState after, boolean changed) {}

    private Steps() {}

    /** Every possible effect of the operation on a state: exactly one, unless the version is not known. */
    static List<Effect> effects(List<Step> steps, ObjectState state) {
        List<Effect> effects = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.AssertVersion asserted && state.exists() && !state.hasExactVersion()) {
                long v = asserted.version();
                for (Version relation : Version.values()) {
                    ObjectState narrowed = narrow(state, v, relation);
                    if (narrowed.lowVersion() <= narrowed.highVersion()) {
                        effects.add(run(steps, narrowed, relation));
                    }
                }
                return effects;
            }
        }
        effects.add(run(steps, state, null));
        return effects;
    }

    /** An upper bound on the number of {@link #effects}, cheaper to compute. */
    static int mostEffects(List<Step> steps, ObjectState state) {
        boolean asks = !state.hasExactVersion() && steps.stream().anyMatch(s -> s instanceof Step.AssertVersion);
        return asks ? Version.values().length : 1;
    }

    /** The state, given that its version is lower than {@code v}, the same, or higher. */
    private static ObjectState narrow(ObjectState state, long v, Version relation) {
        long low = state.lowVersion();
        long high = state.highVersion();
        return switch (relation) {
            case LOWER -> state.withVersion(low, Math.min(high, v - 1));
            case SAME -> state.withVersion(Math.max(low, v), Math.min(high, v));
            case HIGHER -> state.withVersion(Math.max(low, v + 1), high);
        };
    }

    private static Effect run(List<Step> steps, ObjectState before, @Nullable Version relation) {
        Run run = new Run(before, relation);
        if (steps.stream().noneMatch(s -> s instanceof Step.Change) && !before.exists()) {
            // A read of an absent object fails before any step.
            return new Effect(Errno.ENOENT.code(), List.of(), before, before, false);
        }
        for (Step step : steps) {
            int errno = run.step(step);
            if (errno != 0) {
                return new Effect(errno, List.of(), before, before, false);
            }
        }
        return new Effect(0, run.outputs, before, run.state, run.changed);
    }

    /** An operation in progress. */
    private static final class Run {
        private final ObjectState before;
        private final @Nullable Version relation;
        private final List<Long> outputs = new ArrayList<>();
        private ObjectState state;
        private boolean changed;

        private Run(ObjectState before, @Nullable Version relation) {
            this.before = before;
            this.relation = relation;
            this.state = before;
        }

        /** @return 0 or the errno */
        private int step(Step step) {
            if (step instanceof Step.Change change) {
                return change(change);
            } else if (step instanceof Step.Guard guard) {
                return guard(guard);
            }
            return look((Step.Look) step);
        }

        private int guard(Step.Guard guard) {
            if (guard instanceof Step.AssertVersion asserted) {
                return assertVersion(asserted.version());
            }
            if (!state.exists()) {
                return Errno.ENOENT.code();
            }
            if (guard instanceof Step.CompareXattr compare) {
                Long tag = before.xattrs().get(compare.name());
                return tag != null && tag == compare.tag() ? 0 : Errno.ECANCELED.code();
            }
            return 0;
        }

        private int assertVersion(long v) {
            if (relation != null) {
                return switch (relation) {
                    case LOWER -> Errno.EOVERFLOW.code();
                    case SAME -> 0;
                    case HIGHER -> Errno.ERANGE.code();
                };
            }
            long version = state.exists() ? state.lowVersion() : 0;
            return v == version ? 0 : v < version ? Errno.ERANGE.code() : Errno.EOVERFLOW.code();
        }

        private int change(Step.Change change) {
            if (change instanceof Step.Truncate truncate) {
                return truncate(truncate.size());
            } else if (change instanceof Step.Zero zero) {
                return zero(zero.offset(), zero.length());
            }
            boolean needsObject = change instanceof Step.Remove
                    || change instanceof Step.RemoveXattr
                    || change instanceof Step.OmapRemove;
            if (needsObject && !state.exists()) {
                return Errno.ENOENT.code();
            }
            if (change instanceof Step.Create create && create.exclusive() && state.exists()) {
                return Errno.EEXIST.code();
            }
            changed = true;
            state = changed(change, state.existing());
            return 0;
        }

        private static ObjectState changed(Step.Change change, ObjectState s) {
            if (change instanceof Step.Write w) {
                return written(s, w.offset(), w.length(), w.tag());
            } else if (change instanceof Step.WriteFull w) {
                return s.withContent(Bytes.of(w.tag(), w.length()));
            } else if (change instanceof Step.Append a) {
                return written(s, s.content().length, a.length(), a.tag());
            } else if (change instanceof Step.Remove) {
                return s.absent();
            } else if (change instanceof Step.SetXattr x) {
                return s.withXattr(x.name(), x.tag());
            } else if (change instanceof Step.RemoveXattr x) {
                return s.withoutXattr(x.name());
            } else if (change instanceof Step.OmapSet o) {
                return s.withOmap(o.key(), o.tag());
            } else if (change instanceof Step.OmapRemove o) {
                return s.withoutOmap(o.key());
            }
            return s;
        }

        private static ObjectState written(ObjectState s, long offset, int length, long tag) {
            int end = Math.toIntExact(offset + length);
            byte[] bytes = Arrays.copyOf(s.content(), Math.max(s.content().length, end));
            Bytes.fill(bytes, (int) offset, length, tag);
            return s.withContent(bytes);
        }

        private int truncate(long size) {
            if (state.exists()) {
                changed = true;
                state = state.withContent(Arrays.copyOf(state.content(), Math.toIntExact(size)));
            }
            return 0;
        }

        private int zero(long offset, long length) {
            byte[] content = state.content();
            if (!state.exists() || offset >= content.length || length == 0) {
                return 0;
            }
            changed = true;
            if (offset + length >= content.length) {
                state = state.withContent(Arrays.copyOf(content, (int) offset));
            } else {
                byte[] bytes = content.clone();
                Arrays.fill(bytes, (int) offset, (int) (offset + length), (byte) 0);
                state = state.withContent(bytes);
            }
            return 0;
        }

        private int look(Step.Look look) {
            if (look instanceof Step.Stat) {
                outputs.add((long) before.content().length);
            } else if (look instanceof Step.Read read) {
                outputs.add(read(read.offset(), read.length()));
            } else if (look instanceof Step.GetXattr get) {
                Long tag = before.xattrs().get(get.name());
                if (tag == null) {
                    return Errno.ENODATA.code();
                }
                outputs.add(tag);
            } else if (look instanceof Step.GetXattrs) {
                outputs.add(ObjectState.digestOf(before.xattrs()));
            } else {
                outputs.add(ObjectState.digestOf(before.omap()));
            }
            return 0;
        }

        private long read(long offset, long length) {
            byte[] content = before.content();
            int from = (int) Math.min(offset, content.length);
            int to = length == 0 ? content.length : (int) Math.min(offset + length, content.length);
            return Bytes.digest(content, from, Math.max(from, to));
        }
    }

    /** Attributes or omap entries read from a cluster, as tags. */
    static SortedMap<String, Long> tags(Map<String, byte[]> values) {
        SortedMap<String, Long> tags = new TreeMap<>();
        values.forEach((name, value) -> tags.put(name, tag(value)));
        return tags;
    }

    /** The tag whose text a value is; −1 if there is none. */
    static long tag(byte[] value) {
        try {
            return Long.parseLong(new String(value, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
