// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.state;

import java.util.Set;

/**
 * An enum of states with its arrows.
 *
 * @param <S> the enum
 */
public interface State<S extends Enum<S> & State<S>> {
    /** States that may follow this one, not including itself. */
    Set<S> successors();
}
