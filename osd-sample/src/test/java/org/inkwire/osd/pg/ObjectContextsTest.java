// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.osd.pg.host.ClientOp;
import org.junit.jupiter.api.Test;

class ObjectContextsTest {
    private static final int MANY = 10 * ObjectContexts.KEPT;

    private final ObjectContexts contexts = new ObjectContexts();

    private static HObject object(int n) {
        return new HObject("", "object-" + n, SnapId.HEAD, n, false, "", 1);
    }

    private ObjectContext use(int n) {
        ObjectContext found = contexts.find(object(n));
        return found == null ? contexts.add(object(n)) : found;
    }

    /** Its next request waits. */
    private ObjectContext busy(int n) {
        ObjectContext context = use(n);
        try (DirectPgs pgs = new DirectPgs(1)) {
            ClientOp op = pgs.read("object-" + n);
            context.waiting().add(op);
        }
        return context;
    }

    @Test
    void idleOnesAreKeptUpToABound() {
        for (int n = 0; n < MANY; n++) {
            contexts.used(use(n));
        }
        assertThat(contexts.size()).isEqualTo(ObjectContexts.KEPT);
    }

    @Test
    void theLongestUnusedIsForgottenFirst() {
        ObjectContext used = use(0);
        for (int n = 1; n < MANY; n++) {
            contexts.used(use(n));
            assertThat(use(0)).isSameAs(used);
        }
        assertThat(contexts.find(object(1))).isNull();
    }

    @Test
    void onesInUseAreNeverForgottenAndBecomeFewAsSoonAsTheyAreIdle() {
        List<ObjectContext> inUse = new ArrayList<>();
        for (int n = 0; n < 2 * ObjectContexts.KEPT; n++) {
            inUse.add(busy(n));
        }
        for (int n = 0; n < MANY; n++) {
            contexts.used(use(MANY + n));
        }
        for (int n = 0; n < inUse.size(); n++) {
            assertThat(contexts.find(object(n))).isSameAs(inUse.get(n));
        }

        for (ObjectContext context : inUse) {
            context.waiting().clear();
            contexts.used(context);
        }
        assertThat(contexts.size()).isEqualTo(ObjectContexts.KEPT);
    }
}
