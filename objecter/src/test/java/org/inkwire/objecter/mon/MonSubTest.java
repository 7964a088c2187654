// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MonSubTest {
    private final MonSub sub = new MonSub();

    @Test
    void whatIsAlreadyAskedForIsNotNew() {
        assertThat(sub.want("osdmap", 5, 0)).isTrue();
        assertThat(sub.want("osdmap", 5, 0)).isFalse();
        sub.takeNew();
        assertThat(sub.want("osdmap", 5, 0)).isFalse();
        assertThat(sub.haveNew()).isFalse();
    }

    @Test
    void aOnetimeWantEndsWithItsAnswer() {
        sub.want("osdmap", 5, MonSub.ONETIME);
        sub.takeNew();
        sub.got("osdmap", 4);
        sub.reload();
        assertThat(sub.takeNew()).containsKey("osdmap");
        sub.got("osdmap", 5);
        sub.reload();
        assertThat(sub.haveNew()).isFalse();
    }

    @Test
    void afterANewSessionAContinuousWantGoesOnAfterWhatCame() {
        sub.want("osdmap", 0, 0);
        sub.takeNew();
        sub.got("osdmap", 7);
        sub.reload();
        assertThat(sub.takeNew()).containsEntry("osdmap", new MonSub.Want(8, 0));
    }

    @Test
    void raisingNeverStepsBackAndNeverEndsAContinuousWant() {
        sub.want("osdmap", 9, 0);
        sub.takeNew();
        assertThat(sub.raise("osdmap", 5, MonSub.ONETIME)).isFalse();
        assertThat(sub.raise("osdmap", 9, MonSub.ONETIME)).isFalse();
        assertThat(sub.raise("osdmap", 10, 0)).isTrue();
    }

    @Test
    void raisingTurnsAOnetimeWantIntoAContinuousOne() {
        sub.want("osdmap", 9, MonSub.ONETIME);
        sub.takeNew();
        assertThat(sub.raise("osdmap", 9, 0)).isTrue();
        assertThat(sub.takeNew()).containsEntry("osdmap", new MonSub.Want(9, 0));
    }
}
