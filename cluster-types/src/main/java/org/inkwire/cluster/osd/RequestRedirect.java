// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code request_redirect_t}: send the op to another object. Wire: struct v1 c1 of object locator, string object name,
 * u32 0. Immutable.
 *
 * @param object empty: the same name
 */
public record RequestRedirect(ObjectLocator locator, String object) {
    private static final int VERSION = 1;

    public void encode(Encoder out) {
        out.start(VERSION, VERSION);
        locator.encode(out);
        out.string(object);
        // Length of the instructions, which were never defined.
        out.u32(0);
        out.finish();
    }

    public static RequestRedirect decode(Decoder in) {
        in.start(VERSION);
        RequestRedirect redirect = new RequestRedirect(ObjectLocator.decode(in), in.string());
        in.finish();
        return redirect;
    }
}
