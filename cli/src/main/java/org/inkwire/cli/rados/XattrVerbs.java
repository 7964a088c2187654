// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.Session.attempt;

/** The verbs on extended attributes. */
final class XattrVerbs {
    private XattrVerbs() {}

    static void set(Session s) {
        String oid = s.operand(0);
        String name = s.operand(1);
        byte[] value = s.valueOrInput(2);
        attempt("error setting xattr " + s.at(oid) + "/" + name, () -> s.io().setXattr(oid, name, value));
    }

    static void get(Session s) {
        String oid = s.operand(0);
        String name = s.operand(1);
        s.out().write(attempt("error getting xattr " + s.at(oid) + "/" + name, () -> s.io().getXattr(oid, name)));
    }

    static void list(Session s) {
        String oid = ObjectVerbs.oid(s);
        attempt("error getting xattr set " + s.at(oid), () -> s.io().getXattrs(oid))
                .keySet()
                .forEach(s.out()::println);
    }

    static void remove(Session s) {
        String oid = s.operand(0);
        String name = s.operand(1);
        attempt("error removing xattr " + s.at(oid) + "/" + name, () -> s.io().removeXattr(oid, name));
    }
}
