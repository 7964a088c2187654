// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Looks up the names of a map under construction and rejects invalid ones, in the operator's terms. */
final class CrushNames {
    private static final Pattern VALID_NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    private final CrushParts parts;

    CrushNames(CrushParts parts) {
        this.parts = parts;
    }

    String typeName(int type) {
        String name = parts.typeNames.get(type);
        if (name == null) {
            throw new IllegalArgumentException("unknown type " + type);
        }
        return name;
    }

    int typeNumber(String name) {
        Integer type = CrushMap.keyOf(parts.typeNames, name);
        if (type == null) {
            throw new IllegalArgumentException("unknown type '" + name + "'");
        }
        return type;
    }

    int itemId(String name) {
        Integer id = parts.idOf(name);
        if (id == null) {
            throw new IllegalArgumentException("item '" + name + "' does not exist");
        }
        return id;
    }

    /** A location by type number, nearest the devices first; levels of the device type are left out. */
    NavigableMap<Integer, String> byType(Map<String, String> location) {
        NavigableMap<Integer, String> byType = new TreeMap<>();
        location.forEach((type, bucketName) -> byType.put(typeNumber(type), bucketName));
        byType.remove(CrushMap.TYPE_DEVICE);
        return byType;
    }

    /** Throws if the name has characters Ceph refuses. */
    static void check(String name) {
        if (!VALID_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("invalid name '" + name + "': letters, digits, '-', '_' and '.' only");
        }
    }

    /** Throws if the name is invalid or an item has it. */
    void checkFree(String name) {
        check(name);
        Integer used = parts.idOf(name);
        if (used != null) {
            throw new IllegalArgumentException("item '" + name + "' already exists, id " + used);
        }
    }
}
