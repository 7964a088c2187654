// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** Payload: u64 the required features the connecting side lacks. Ceph: {@code frames_v2.h}, v16.2.15. */
public record IdentMissingFeaturesFrame(long features) implements ControlFrame {
    @Override
    public Tag tag() {
        return Tag.IDENT_MISSING_FEATURES;
    }

    @Override
    public void encode(Encoder out) {
        out.u64(features);
    }

    static IdentMissingFeaturesFrame decode(Decoder in) {
        return new IdentMissingFeaturesFrame(in.u64());
    }

    @Override
    public void dispatchTo(FrameHandler handler) {
        handler.onIdentMissingFeatures(this);
    }
}
