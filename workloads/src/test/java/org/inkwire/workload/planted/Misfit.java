// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer that the checker could not place, and the object's expected state; parsed from the text of a violation.
 * Immutable.
 *
 * @param objectBytes size of the object, 0 if there is none
 * @param objectVersion version of the object, 0 if there is none
 * @param bytes size read; 0 if the answer was that there is no object
 * @param version version read; 0 likewise
 */
record Misfit(long objectBytes, long objectVersion, long bytes, long version) {
    private static final Pattern OBJECT =
            Pattern.compile("\nthe object is (?:(\\d+) bytes .*|absent), version (\\d+)\nand none of these fits:\n");
    private static final Pattern LOOK = Pattern.compile(
            "\\[Stat\\[\\].*\\] -> (?:Done\\[version=(\\d+), outputs=\\[(\\d+)\\b.*|Refused\\[errno=2\\])");

    private static final Pattern ANSWER = Pattern.compile("-> Done\\[version=(\\d+)");

    /** Whether an answer could not be placed although its version had been given before. */
    static boolean anyVersionGivenAgain(String violation) {
        Matcher object = OBJECT.matcher(violation);
        return object.find()
                && ANSWER.matcher(violation)
                        .region(object.end(), violation.length())
                        .results()
                        .anyMatch(answer -> number(answer, 1) <= number(object, 2));
    }

    static boolean anyIn(String violation, Predicate<Misfit> kind) {
        Matcher object = OBJECT.matcher(violation);
        return object.find()
                && LOOK.matcher(violation)
                        .region(object.end(), violation.length())
                        .results()
                        .map(look -> new Misfit(number(object, 1), number(object, 2), number(look, 2), number(look, 1)))
                        .anyMatch(kind);
    }

    private static long number(MatchResult match, int group) {
        return match.group(group) == null ? 0 : Long.parseLong(match.group(group));
    }

    boolean isOlder() {
        return version < objectVersion;
    }

    boolean isLarger() {
        return bytes > objectBytes;
    }
}
