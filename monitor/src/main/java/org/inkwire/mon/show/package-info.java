// SPDX-License-Identifier: Apache-2.0
/**
 * The maps as text and JSON: trees, tables, dumps, the status and the health checks, byte for byte as Ceph's tools
 * expect them. Imports {@code mon.map}, {@code mon.service} and {@code mon.format}, but no commands. Ceph: the {@code
 * dump} and {@code print} methods of its maps.
 */
@NullMarked
package org.inkwire.mon.show;

import org.jspecify.annotations.NullMarked;
