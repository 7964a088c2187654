// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

/**
 * One object of a listing. Immutable.
 *
 * @param namespace empty for the default namespace
 * @param locatorKey empty if the object is placed by its name
 */
public record ObjectEntry(String namespace, String oid, String locatorKey) {}
