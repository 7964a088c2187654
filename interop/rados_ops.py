#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every object operation our cluster supports, through python3-rados.

usage: rados_ops.py CEPH_CONF

Creates its own pool and deletes it at the end. Prints one line per group of checks; exits with status 1 at the first
answer that differs from that of Ceph 16.2.15. Runs against any cluster, including a real one.
"""
import hashlib
import os
import random
import sys
import time

import rados

POOL = "rados_ops_%d" % os.getpid()


def same(what, got, want):
    if got != want:
        raise AssertionError("%s: got %r, want %r" % (what, got, want))


def refused(what, error, call):
    try:
        result = call()
    except error:
        return
    except rados.Error as other:
        raise AssertionError("%s: got %r, want %s" % (what, other, error.__name__))
    raise AssertionError("%s: got %r, want %s" % (what, result, error.__name__))


def pools(cluster):
    same("pool exists", cluster.pool_exists(POOL), True)
    same("pool listed", POOL in cluster.list_pools(), True)
    pool_id = cluster.pool_lookup(POOL)
    same("pool name", cluster.pool_reverse_lookup(pool_id), POOL)
    refused("second pool of a name", rados.ObjectExists, lambda: cluster.create_pool(POOL))
    refused("missing pool", rados.ObjectNotFound, lambda: cluster.open_ioctx(POOL + "_no"))
    refused("delete missing pool", rados.ObjectNotFound, lambda: cluster.delete_pool(POOL + "_no"))
    same("fsid", len(cluster.get_fsid()), 36)
    same("cluster stats", sorted(cluster.get_cluster_stats()), ["kb", "kb_avail", "kb_used", "num_objects"])


def data(io):
    refused("read missing", rados.ObjectNotFound, lambda: io.read("missing"))
    refused("stat missing", rados.ObjectNotFound, lambda: io.stat("missing"))
    refused("remove missing", rados.ObjectNotFound, lambda: io.remove_object("missing"))
    io.write_full("o", b"hello")
    same("read", io.read("o"), b"hello")
    same("read of a part", io.read("o", 3, 1), b"ell")
    same("read past the end", io.read("o", 10, 100), b"")
    io.write("o", b"XY", 8)
    same("write leaves a hole of zeros", io.read("o"), b"hello\0\0\0XY")
    io.append("o", b"!")
    same("append", io.read("o"), b"hello\0\0\0XY!")
    io.trunc("o", 4)
    same("truncate", io.read("o"), b"hell")
    io.trunc("o", 6)
    same("truncate upwards", io.read("o"), b"hell\0\0")
    size, mtime = io.stat("o")
    same("size", size, 6)
    same("mtime is about now", abs(time.mktime(mtime) - time.time()) < 120, True)
    io.write_full("o", b"")
    same("empty object", (io.read("o"), io.stat("o")[0]), (b"", 0))
    io.remove_object("o")
    refused("removed", rados.ObjectNotFound, lambda: io.stat("o"))
    big = random.Random(1).randbytes(16 << 20) if hasattr(random.Random, "randbytes") else os.urandom(16 << 20)
    io.write_full("big", big)
    same("16 MiB", hashlib.sha256(io.read("big", len(big))).digest(), hashlib.sha256(big).digest())
    io.remove_object("big")
    name = "name with spaces, ünïcödé, \\ and %41 / slash"
    io.write_full(name, b"n")
    same("odd name", io.read(name), b"n")
    same("odd name listed", [o.key for o in io.list_objects()], [name])
    io.remove_object(name)


def xattrs(io):
    io.write_full("x", b"x")
    refused("missing xattr", rados.NoData, lambda: io.get_xattr("x", "a"))
    io.set_xattr("x", "a", b"1")
    io.set_xattr("x", "b", b"\0\xff" * 1000)
    same("xattr", io.get_xattr("x", "a"), b"1")
    same("binary xattr", io.get_xattr("x", "b"), b"\0\xff" * 1000)
    same("all xattrs", sorted(io.get_xattrs("x")), [("a", b"1"), ("b", b"\0\xff" * 1000)])
    io.set_xattr("x", "a", b"2")
    same("xattr replaced", io.get_xattr("x", "a"), b"2")
    io.rm_xattr("x", "a")
    same("xattr removed", [k for k, _ in io.get_xattrs("x")], ["b"])
    refused("xattr of a missing object", rados.ObjectNotFound, lambda: io.get_xattr("missing", "a"))
    io.remove_object("x")


def omap_vals(io, name, after="", prefix="", limit=1000):
    with rados.ReadOpCtx() as op:
        it, ret = io.get_omap_vals(op, after, prefix, limit)
        io.operate_read_op(op, name)
        return list(it)


def omap(io):
    keys = ["key%03d" % i for i in range(100)]
    values = [b"value%d\0" % i for i in range(100)]
    with rados.WriteOpCtx() as op:
        io.set_omap(op, tuple(keys), tuple(values))
        io.operate_write_op(op, "m")
    same("omap", omap_vals(io, "m"), list(zip(keys, values)))
    same("omap after", [k for k, _ in omap_vals(io, "m", after="key097")], ["key098", "key099"])
    same("omap prefix", len(omap_vals(io, "m", prefix="key01")), 10)
    same("omap limit", len(omap_vals(io, "m", limit=7)), 7)
    with rados.ReadOpCtx() as op:
        it, _ = io.get_omap_keys(op, "key090", 5)
        io.operate_read_op(op, "m")
        same("omap keys", [k for k, _ in it], keys[91:96])
    with rados.ReadOpCtx() as op:
        it, _ = io.get_omap_vals_by_keys(op, ("key003", "nokey", "key001"))
        io.operate_read_op(op, "m")
        same("omap by keys", list(it), [("key001", values[1]), ("key003", values[3])])
    with rados.WriteOpCtx() as op:
        io.remove_omap_keys(op, tuple(keys[:98]) + ("nokey",))
        io.operate_write_op(op, "m")
    same("omap keys removed", [k for k, _ in omap_vals(io, "m")], keys[98:])
    with rados.WriteOpCtx() as op:
        io.clear_omap(op)
        io.operate_write_op(op, "m")
    same("omap cleared", omap_vals(io, "m"), [])
    io.remove_object("m")


def compound(io):
    with rados.WriteOpCtx() as op:
        op.new(rados.LIBRADOS_CREATE_EXCLUSIVE)
        op.write_full(b"0123456789")
        op.set_xattr("k", b"v")
        io.set_omap(op, ("a",), (b"1",))
        op.zero(3, 3)  # equal values, because some releases of the binding swap offset and length
        io.operate_write_op(op, "c")
    same("compound: data", io.read("c"), b"012\0\0\x006789")
    same("compound: xattr", io.get_xattr("c", "k"), b"v")
    same("compound: omap", omap_vals(io, "c"), [("a", b"1")])

    def again():
        with rados.WriteOpCtx() as op:
            op.set_xattr("k", b"other")
            op.new(rados.LIBRADOS_CREATE_EXCLUSIVE)
            io.operate_write_op(op, "c")

    refused("exclusive create of an existing object", rados.ObjectExists, again)
    same("nothing of a refused request is applied", io.get_xattr("c", "k"), b"v")

    def with_version(v):
        with rados.WriteOpCtx() as op:
            op.assert_version(v)
            op.append(b"+")
            io.operate_write_op(op, "c")

    io.read("c")
    version = io.get_last_version()
    with_version(version)
    same("assert_version of the current version", io.read("c")[-1:], b"+")
    refused("assert_version of an older version", rados.Error, lambda: with_version(version))
    with rados.WriteOpCtx() as op:
        op.truncate(3)
        op.rm_xattr("k")
        op.append(b"end")
        io.operate_write_op(op, "c")
    same("compound: truncate and append", io.read("c"), b"012end")
    with rados.WriteOpCtx() as op:
        op.remove()
        io.operate_write_op(op, "c")
    refused("compound: remove", rados.ObjectNotFound, lambda: io.stat("c"))
    io.write_full("e", b"compare me")
    same("cmpext, equal", io.cmpext("e", b"pare", 3), 0)
    io.remove_object("e")


def asynchronous(io):
    payload = {"aio%02d" % i: os.urandom(1 + i * 1000) for i in range(64)}
    done = [io.aio_write_full(name, content) for name, content in payload.items()]
    for c in done:
        c.wait_for_complete_and_cb()
        same("aio_write_full", c.get_return_value(), 0)
    results = {}

    def reader(name):
        return lambda completion, content: results.__setitem__(name, content)

    done = [io.aio_read(name, len(content) + 1, 0, reader(name)) for name, content in payload.items()]
    for c in done:
        c.wait_for_complete_and_cb()
    same("aio_read differs for", [n for n in payload if results.get(n) != payload[n]], [])
    done = [io.aio_remove(name) for name in payload]
    for c in done:
        c.wait_for_complete_and_cb()
        same("aio_remove", c.get_return_value(), 0)
    c = io.aio_remove("missing")
    c.wait_for_complete_and_cb()
    same("aio_remove of a missing object", c.get_return_value(), -2)


def listing(io):
    names = set("list%04d" % i for i in range(500))
    for c in [io.aio_write_full(n, b"l") for n in sorted(names)]:
        c.wait_for_complete()
    same("listing", set(o.key for o in io.list_objects()), names)
    io.set_namespace("ns")
    same("empty namespace", list(io.list_objects()), [])
    io.write_full("list0000", b"in ns")
    same("namespace listing", [o.key for o in io.list_objects()], ["list0000"])
    same("namespace content", io.read("list0000"), b"in ns")
    io.set_namespace(rados.LIBRADOS_ALL_NSPACES)
    same("all namespaces", len(list(io.list_objects())), 501)
    io.set_namespace("ns")
    io.remove_object("list0000")
    io.set_namespace("")
    same("same name in the default namespace", io.read("list0000"), b"l")
    io.set_locator_key("locator")
    io.write_full("located", b"by key")
    same("object with a locator key", io.read("located"), b"by key")
    io.remove_object("located")
    io.set_locator_key("")
    for c in [io.aio_remove(n) for n in sorted(names)]:
        c.wait_for_complete()
    same("listing after removal", list(io.list_objects()), [])


def main(conf):
    with rados.Rados(conffile=conf, conf={"rados_osd_op_timeout": "60", "rados_mon_op_timeout": "60"}) as cluster:
        cluster.create_pool(POOL)
        try:
            pools(cluster)
            print("ok pools")
            with cluster.open_ioctx(POOL) as io:
                for check in data, xattrs, omap, compound, asynchronous, listing:
                    check(io)
                    print("ok", check.__name__)
        finally:
            cluster.delete_pool(POOL)
        same("pool gone", cluster.pool_exists(POOL), False)
    print("all ok")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
