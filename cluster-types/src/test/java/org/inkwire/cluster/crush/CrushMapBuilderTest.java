// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.inkwire.testkit.memory.HeapAllocation;
import org.inkwire.testkit.msgr.Trap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrushMapBuilderTest {
    private static final long ONE = CrushMap.WEIGHT_ONE;

    private final CrushMapBuilder builder = CrushMapBuilder.forNewCluster(1);

    private static Map<String, String> on(String host) {
        return Map.of("host", host, "root", "default");
    }

    private void threeDevicesOnTwoHosts() {
        builder.insertItem(0, ONE, "osd.0", on("a"));
        builder.insertItem(1, 2 * ONE, "osd.1", on("a"));
        builder.insertItem(2, ONE, "osd.2", on("b"));
    }

    private static CrushBucket bucket(CrushMap map, String name) {
        return Objects.requireNonNull(map.bucket(Objects.requireNonNull(map.idOf(name))));
    }

    private static void assertItems(CrushBucket bucket, Integer... items) {
        assertThat(IntStream.range(0, bucket.size()).mapToObj(bucket::item)).containsExactly(items);
    }

    @Test
    void anItemsWeightCountsInEveryBucketAboveIt() {
        threeDevicesOnTwoHosts();
        assertThat(bucket(builder.build(), "a").weight()).isEqualTo(3 * ONE);
        assertThat(bucket(builder.build(), "default").weight()).isEqualTo(4 * ONE);
        builder.reweight(1, 5 * ONE);
        assertThat(bucket(builder.build(), "a").weight()).isEqualTo(6 * ONE);
        assertThat(bucket(builder.build(), "default").weight()).isEqualTo(7 * ONE);
    }

    @Test
    void aMovedDeviceKeepsItsWeightAndTakesItToTheNewAncestors() {
        threeDevicesOnTwoHosts();
        builder.move("osd.1", on("b"));
        CrushMap map = builder.build();
        assertItems(bucket(map, "a"), 0);
        assertItems(bucket(map, "b"), 2, 1);
        assertThat(bucket(map, "b").weight()).isEqualTo(3 * ONE);
        assertThat(map.location(1)).containsExactly(Map.entry("host", "b"), Map.entry("root", "default"));
    }

    @Test
    void createOrMoveLeavesADeviceAloneThatIsWhereItShouldBe() {
        threeDevicesOnTwoHosts();
        assertThat(builder.createOrMove(0, 9 * ONE, "osd.0", on("a"))).isFalse();
        assertThat(builder.createOrMove(0, 9 * ONE, "osd.0", on("b"))).isTrue();
        assertThat(bucket(builder.build(), "b").weight()).isEqualTo(2 * ONE);
    }

    @Test
    void aLocationOfWhichNothingExistsBecomesATreeOfItsOwn() {
        threeDevicesOnTwoHosts();
        builder.move("osd.0", Map.of("host", "c", "root", "elsewhere"));
        CrushMap map = builder.build();
        assertThat(bucket(map, "c").items()).containsExactly(0);
        assertThat(bucket(map, "elsewhere").items())
                .containsExactly(bucket(map, "c").id());
        assertThat(bucket(map, "elsewhere").weight()).isEqualTo(ONE);
    }

    @Test
    void aChangeThatFailsHalfwayLeavesTheMapAsItWas() {
        threeDevicesOnTwoHosts();
        byte[] before = builder.build().encode();
        assertThatThrownBy(() -> builder.insertItem(3, ONE, "osd.3", Map.of())).hasMessageContaining("no location");
        assertThatThrownBy(() -> builder.insertItem(3, ONE, "osd.3", Map.of("host", "c", "rack", "a")))
                .hasMessageContaining("'a' is a host, not a rack");
        assertThatThrownBy(() -> builder.move("default", on("a"))).hasMessageContaining("would contain itself");
        assertThat(builder.build().encode()).isEqualTo(before);
    }

    @Test
    void aClassesShadowTreeHoldsItsDevicesOnly() {
        threeDevicesOnTwoHosts();
        assertThat(builder.setDeviceClass(1, "ssd")).isTrue();
        assertThat(builder.setDeviceClass(1, "ssd")).isFalse();
        CrushMap map = builder.build();
        assertItems(bucket(map, "a~ssd"), 1);
        assertItems(bucket(map, "b~ssd"));
        assertThat(bucket(map, "default~ssd").weight()).isEqualTo(2 * ONE);
        assertThat(map.isShadow(bucket(map, "a~ssd").id())).isTrue();
        assertThat(map.parentOf(1)).isEqualTo(map.idOf("a"));
    }

    @Test
    void theShadowARuleTakesKeepsItsIdAndItsClassWhateverHappensToTheTree() {
        threeDevicesOnTwoHosts();
        builder.setDeviceClass(1, "ssd");
        builder.addSimpleRule("fast", "default", "host", "ssd", CrushRule.TYPE_REPLICATED);
        Integer taken = builder.build().idOf("default~ssd");
        builder.move("osd.1", on("c"));
        builder.removeDeviceClass(1);
        CrushMap map = builder.build();
        assertThat(map.idOf("default~ssd")).isEqualTo(taken);
        assertThat(bucket(map, "default~ssd").weight()).isZero();
        assertThatThrownBy(() -> builder.setDeviceClass(7, "ssd")).hasMessageContaining("does not exist");

        builder.removeRule("fast");
        assertThat(builder.build().idOf("default~ssd")).isNull();
        assertThat(builder.build().classNames()).isEmpty();
    }

    @Test
    void aBucketGoesOnlyWhenItIsEmptyAndNoRuleTakesIt() {
        threeDevicesOnTwoHosts();
        assertThatThrownBy(() -> builder.remove("b")).hasMessageContaining("not empty");
        builder.remove("osd.2");
        builder.remove("b");
        assertThat(builder.build().idOf("b")).isNull();
        builder.addBucket("spare", "root");
        builder.addSimpleRule("on-spare", "spare", "osd", null, CrushRule.TYPE_ERASURE);
        assertThatThrownBy(() -> builder.remove("spare")).hasMessageContaining("in use by a rule");
    }

    @Test
    void aWeightSetFollowsTheItemsOfItsBuckets() {
        threeDevicesOnTwoHosts();
        builder.createWeightSet(7, 2);
        builder.insertItem(3, 4 * ONE, "osd.3", on("b"));
        CrushMap map = builder.build();
        ChooseArgs set = Objects.requireNonNull(map.chooseArgs().get(7L));
        ChooseArgs.Arg ofB =
                Objects.requireNonNull(set.forBucket(bucket(map, "b").id()));
        assertThat(ofB.weightSet()).hasDimensions(2, 2);

        builder.remove("osd.2").remove("osd.3").remove("b");
        set = Objects.requireNonNull(builder.build().chooseArgs().get(7L));
        assertThat(set.forBucket(bucket(map, "b").id())).isNull();
        assertThat(builder.removeWeightSet(7)).isTrue();
        assertThat(builder.removeWeightSet(7)).isFalse();
    }

    @Test
    void namesAreCheckedBeforeAnythingChanges() {
        threeDevicesOnTwoHosts();
        assertThatThrownBy(() -> builder.addBucket("a", "host")).hasMessageContaining("already exists");
        assertThatThrownBy(() -> builder.addBucket("a~b", "host")).hasMessageContaining("invalid name");
        assertThatThrownBy(() -> builder.addBucket("osd.9", "osd")).hasMessageContaining("for devices");
        assertThatThrownBy(() -> builder.rename("a", "b")).hasMessageContaining("already exists");
        builder.rename("a", "c");
        assertThat(builder.build().location(0)).containsEntry("host", "c");
    }

    /** A change must not copy the map: a cluster is built by as many changes as it has devices. */
    @Test
    void aDeviceInALargeMapCostsWhatItCostsInASmallOne() {
        CrushMapBuilder large = CrushMapBuilder.forNewCluster(1);
        for (int osd = 0; osd < 2_000; osd++) {
            insert(large, osd);
        }
        long before = HeapAllocation.ofThisThread();
        for (int osd = 2_000; osd < 2_100; osd++) {
            insert(large, osd);
        }
        assertThat((HeapAllocation.ofThisThread() - before) / 100).isLessThan(16_000);
    }

    private static void insert(CrushMapBuilder builder, int osd) {
        Map<String, String> location = Map.of("host", "host" + osd / 10, "rack", "rack" + osd / 100, "root", "default");
        builder.insertItem(osd, ONE, "osd." + osd, location);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatThrowsHasChangedNothing(Trap.Kind kind) {
        Trap trap = new Trap();
        trap.arm(kind);
        CrushParts parts = new CrushParts();
        parts.name(-1, "default");
        assertThatThrownBy(() -> parts.change(() -> {
                    parts.name(-1, "other");
                    parts.name(0, "osd.0");
                    parts.maxDevices = 1;
                    trap.step();
                }))
                .isNotNull();
        assertThat(parts.names).containsExactly(Map.entry(-1, "default"));
        assertThat(parts.idOf("osd.0")).isNull();
        assertThat(parts.maxDevices).isZero();
    }

    @Test
    void aNameIsFreeAgainAfterItsItemIsGone() {
        threeDevicesOnTwoHosts();
        builder.rename("osd.0", "first");
        assertThatThrownBy(() -> builder.rename("osd.1", "first")).hasMessageContaining("already exists");
        builder.remove("first");
        builder.rename("osd.1", "first");
        builder.insertItem(7, ONE, "osd.1", on("b"));
        assertThat(builder.build().idOf("first")).isEqualTo(1);
        assertThat(builder.build().idOf("osd.1")).isEqualTo(7);
    }
}
