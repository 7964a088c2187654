// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import org.inkwire.wire.entity.EntityAddr;

/**
 * A client that watches an object. Immutable.
 *
 * @param client such as {@code client.4123}
 * @param cookie of the watch, chosen by the client
 * @param timeout seconds until a silent client is dropped
 */
public record ObjectWatcher(String client, EntityAddr addr, long cookie, long timeout) {}
