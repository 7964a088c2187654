// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.MessengerProvider;
import org.inkwire.msgr.event.NetworkStack;

/** The implementation behind {@link Messenger#create}. Stateless. */
public final class AsyncMessengerProvider implements MessengerProvider {
    @Override
    public Messenger create(NetworkStack stack, MessengerConfig config) {
        return new AsyncMessenger(stack, config);
    }
}
