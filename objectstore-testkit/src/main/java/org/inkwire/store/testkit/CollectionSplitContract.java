// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.junit.jupiter.api.Test;

/** What {@link Transaction#splitCollection} and {@link Transaction#mergeCollection} do in every {@link ObjectStore}. */
public abstract class CollectionSplitContract extends StoreFixture {
    private static final CollectionId PARENT = new CollectionId(7, 1, -1);
    private static final CollectionId CHILD = new CollectionId(7, 3, -1);
    private static final int BITS = 2;

    private static HObject inPool(long pool, String name, int hash) {
        return new HObject("", name, -2, hash, false, "", pool);
    }

    private final HObject stays = inPool(7, "stays", 0x15);
    private final HObject moves = inPool(7, "moves", 0x13);
    private final HObject temporary = inPool(-9, "temporary", 0x17);

    private void makeParent() {
        apply(new Transaction(PARENT)
                .createCollection()
                .omapSet(PARENT.metaObject(), map("info", "parent"))
                .write(stays, 0, text("here"))
                .write(moves, 0, text("there"))
                .omapSet(moves, map("k", "v"))
                .setAttr(moves, s("a"), s("b"))
                .touch(temporary));
    }

    private void split() {
        apply(new Transaction(PARENT)
                .splitCollection(CHILD, BITS, map("info", "child"))
                .omapSet(PARENT.metaObject(), map("info", "smaller")));
    }

    private List<HObject> objects(CollectionId collection) {
        List<HObject> all = new ArrayList<>();
        ObjectListing listing = store().list(collection, HObject.MIN, HObject.MAX, 100);
        all.addAll(listing.objects());
        return all;
    }

    private void assertSplit() {
        assertThat(objects(PARENT)).containsExactly(stays);
        assertThat(objects(CHILD)).containsExactlyInAnyOrder(moves, temporary);
        assertThat(store().size(CHILD, moves)).isEqualTo(5);
        assertThat(store().omapGet(CHILD, moves, List.of(s("k")))).isEqualTo(map("k", "v"));
        assertThat(store().getAttr(CHILD, moves, s("a"))).isEqualTo(s("b"));
        assertThat(store().omapGet(CHILD, CHILD.metaObject(), List.of(s("info"))))
                .isEqualTo(map("info", "child"));
        assertThat(store().omapGet(PARENT, PARENT.metaObject(), List.of(s("info"))))
                .isEqualTo(map("info", "smaller"));
    }

    @Test
    void aSplitMovesTheObjectsWhoseHashesAreTheChilds() {
        makeParent();
        split();
        assertSplit();
    }

    @Test
    void aMergeBringsThemBackAndRemovesTheSource() {
        makeParent();
        long omap = store().stats().omapAllocated();
        split();
        apply(new Transaction(PARENT).mergeCollection(CHILD).omapSet(PARENT.metaObject(), map("info", "parent")));
        assertThat(store().collectionExists(CHILD)).isFalse();
        assertThat(objects(PARENT)).containsExactlyInAnyOrder(stays, moves, temporary);
        assertThat(store().omapGet(PARENT, PARENT.metaObject(), List.of(s("info"))))
                .isEqualTo(map("info", "parent"));
        assertThat(store().stats().omapAllocated()).as("bytes accounted").isEqualTo(omap);
        assertThat(store().listCollections()).contains(PARENT).doesNotContain(CHILD);
    }

    @Test
    void whatAMergeBroughtCanBeClonedAndRemovedInTheSameTransaction() {
        makeParent();
        split();
        HObject copy = inPool(7, "copy", 0x13);
        apply(new Transaction(PARENT).mergeCollection(CHILD).clone(moves, copy).remove(moves));
        assertThat(objects(PARENT)).containsExactlyInAnyOrder(stays, copy, temporary);
        assertThat(store().size(PARENT, copy)).isEqualTo(5);
    }

    @Test
    void severalChildrenSplitOffAtOnce() {
        CollectionId other = new CollectionId(7, 5, -1);
        makeParent();
        apply(new Transaction(PARENT).splitCollection(other, 4, map()).splitCollection(CHILD, BITS, map("info", "c")));
        assertThat(objects(PARENT)).isEmpty();
        assertThat(objects(other)).containsExactly(stays);
        assertThat(objects(CHILD)).containsExactlyInAnyOrder(moves, temporary);
    }

    @Test
    void whatCannotBeDoneIsRefusedAndChangesNothing() {
        makeParent();
        split();
        CollectionId absent = new CollectionId(7, 9, -1);
        assertThatThrownBy(() -> store().apply(new Transaction(PARENT).splitCollection(CHILD, BITS, map())))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        store().apply(new Transaction(PARENT).remove(stays).mergeCollection(absent)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> store().apply(new Transaction(PARENT).touch(moves).mergeCollection(CHILD)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().apply(
                                new Transaction(absent).splitCollection(new CollectionId(7, 11, -1), BITS, map())))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Transaction(PARENT).mergeCollection(PARENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertSplit();
    }
}
