// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.msgr.event.NetworkStack;

/**
 * Makes messengers; {@link Messenger#create} finds the implementation by {@link java.util.ServiceLoader}, so that this
 * package does not depend on it. Any thread.
 */
public interface MessengerProvider {
    /** As {@link Messenger#create}. */
    Messenger create(NetworkStack stack, MessengerConfig config);
}
