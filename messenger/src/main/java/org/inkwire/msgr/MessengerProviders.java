// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.ServiceLoader;

/** The provider of this process, looked up once. Any thread. */
final class MessengerProviders {
    static final MessengerProvider FOUND = ServiceLoader.load(
                    MessengerProvider.class, MessengerProvider.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no " + MessengerProvider.class.getName() + " is installed"));

    private MessengerProviders() {}
}
