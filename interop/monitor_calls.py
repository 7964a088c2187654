#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Commands, log subscriptions and snapshots through python3-rados, on one or two clusters.

usage: monitor_calls.py CONF [OTHER_CONF]

With one cluster, checks what users of ours rely on: nothing hangs, every answer comes within CALL_SECONDS, snapshots
are refused and leave no trace. With a second cluster, runs the same list of commands on both and prints where result,
text or output differ, after masking times, sizes, ids and versions; the differences are expected where the second one
has a part that ours lacks. Exits with status 1 if a check fails, never for a difference.
"""
import json
import re
import sys
import threading
import time

import rados

POOL = "monitor_calls"
CALL_SECONDS = 10
EOPNOTSUPP = 95

# Prefix, then arguments as JSON. No command changes anything that lasts.
COMMANDS = """
osd perf
osd blocked-by
osd ok-to-stop {"ids": ["77"]}
osd ok-to-stop {"ids": ["x"]}
osd safe-to-destroy {"ids": ["x"]}
osd test-reweight-by-utilization
osd pool scrub {"who": ["no"]}
osd pool create {"pool": "no", "pg_num": 8, "pool_type": "replicated", "rule": "no"}
osd pool create {"pool": "no", "pg_num": "8"}
osd pool get {"pool": "no", "var": "size"}
osd pool stats {"pool_name": "no"}
osd set {"key": "full"}
osd set {"key": "no"}
osd set {}
osd tier add {"pool": "no", "tierpool": "no"}
osd tier cache-mode {"pool": "POOL", "mode": "none"}
osd crush tunables {"profile": "no"}
osd crush weight-set ls
osd crush weight-set dump
osd crush rule rename {"srcname": "x", "dstname": "y"}
osd erasure-code-profile ls
osd erasure-code-profile get {"name": "default"}
osd erasure-code-profile rm {"name": "no"}
osd numa-status
osd df {"filter": "no", "filter_by": "name"}
osd add-noup {"ids": ["no"]}
osd set-group {"flags": "no", "who": ["0"]}
osd find {"id": 77}
osd map {"pool": "no", "object": "o"}
osd pg-temp {"pgid": "99.0", "id": [0]}
pg repeer {"pgid": "99.0"}
pg scrub {"pgid": "99.0"}
pg map {"pgid": "x"}
pg stat
pg dump_stuck
fs ls
fs dump
fs get {"fs_name": "no"}
fs rm {"fs_name": "no"}
fs set {"fs_name": "no", "var": "max_mds", "val": "1"}
fs feature ls
mds stat
mds metadata
mds versions
mds ok-to-stop {"ids": ["a", "b"]}
mgr fail {"who": "no"}
mgr services
mon ok-to-stop {"ids": ["a"]}
mon ok-to-stop {"ids": ["no"]}
mon ok-to-add-offline
mon ok-to-rm {"id": "no"}
mon rm {"name": "no"}
mon feature ls
mon feature set {"feature_name": "no"}
auth get {"entity": "client.no"}
auth get {"entity": "no"}
auth add {"entity": "no"}
auth add {"entity": "client.no", "caps": ["mon"]}
auth add {"entity": "client.no", "caps": ["no", "allow"]}
auth caps {"entity": "client.no", "caps": ["mon", "allow *"]}
auth rm {"entity": "client.no"}
config get {"who": "no"}
config set {"who": "no", "name": "no", "value": "1"}
config reset {"num": 999999}
config show {"who": "osd.77"}
log last {"level": "no"}
balancer status
progress
crash ls
device ls
service status
"""

MASKS = [
    (r"\d{4}-\d\d-\d\dT[0-9:.]+(\+0000|Z)", "TIME"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
    (r"\d+(\.\d+)? ([KMGT]i)?B\b", "SIZE"),
    (r"\d+ kb used", "N kb used"),
    (r"\((no such|\d+\.\d+\.\d+[^)]*)\)", "(VERSION)"),
]

failures = 0


def check(what, right):
    global failures
    if not right:
        failures += 1
        print("WRONG", what)


def timed(what, call):
    """Runs a call that must not hang. Returns its result, or None."""
    result = []
    thread = threading.Thread(target=lambda: result.append(call()), daemon=True)
    thread.start()
    thread.join(CALL_SECONDS)
    check(what + " hangs", bool(result))
    return result[0] if result else None


def errno_of(call):
    try:
        call()
    except rados.Error as e:
        return e.errno
    return 0


def parsed(line):
    at = line.find("{")
    prefix, arguments = (line, "{}") if at < 0 else (line[:at], line[at:])
    return {"prefix": prefix.strip(), **json.loads(arguments.replace("POOL", POOL))}


def masked(text):
    for pattern, mask in MASKS:
        text = re.sub(pattern, mask, text)
    return text


def run(cluster, by_manager, command):
    """The answer, from the manager if the cluster has one that gives it."""
    send = cluster.mgr_command if command["prefix"] in by_manager else cluster.mon_command
    answer = timed(json.dumps(command), lambda: send(json.dumps(command), b""))
    return answer and (answer[0], masked(answer[2]), masked(answer[1].decode(errors="replace")))


def manager_commands(cluster):
    """Prefixes that the monitor's list marks as the manager's (flag 8)."""
    _, out, _ = cluster.mon_command('{"prefix":"get_command_descriptions"}', b"")
    return {
        " ".join(word for word in d["sig"] if isinstance(word, str))
        for d in json.loads(out).values()
        if d["flags"] & 8
    }


def answers(cluster):
    by_manager = manager_commands(cluster)
    return {line: run(cluster, by_manager, parsed(line)) for line in COMMANDS.strip().splitlines()}


def log_lines(cluster):
    """A watcher gets a line that is written after it began, with all its parts."""
    lines = []
    watch = rados.MonitorLog(cluster, "info", lambda *parts: lines.append(parts), None)
    text = "monitor_calls %d" % time.time_ns()
    cluster.mon_command(json.dumps({"prefix": "log", "logtext": [text]}), b"")
    deadline = time.monotonic() + CALL_SECONDS
    while time.monotonic() < deadline and not any(text in str(parts) for parts in lines):
        time.sleep(0.05)
    found = [parts for parts in lines if text in str(parts)]
    check("a log line is delivered once", len(found) == 1)
    check("with the line of the log", bool(found) and "client.admin" in str(found[0]) and "[INF]" in str(found[0]))
    del watch


def snapshots(cluster):
    with cluster.open_ioctx(POOL) as io:
        io.write_full("o", b"before")
        check("pool snapshot is refused", errno_of(lambda: io.create_snap("s")) == EOPNOTSUPP)
        check("self-managed snapshot is refused", errno_of(io.create_self_managed_snap) == EOPNOTSUPP)
        check("no snapshot is listed", list(io.list_snaps()) == [])
        io.set_self_managed_snap_write([5])
        check("write with a snap context is refused", errno_of(lambda: io.write_full("o", b"x")) == EOPNOTSUPP)
        io.set_self_managed_snap_write([])
        io.set_read(5)
        check("read at a snapshot is refused", errno_of(lambda: io.read("o")) == EOPNOTSUPP)
        io.set_read(rados.LIBRADOS_SNAP_HEAD)
        check("the head is untouched", io.read("o") == b"before")
    out = json.loads(cluster.mon_command('{"prefix":"osd dump","format":"json"}', b"")[1])
    check("no snapshot is queued for removal", out["removed_snaps_queue"] == [])


def compare(ours, other):
    same = 0
    for line, answer in ours.items():
        if answer == other[line]:
            same += 1
            continue
        print(line)
        for name, got in ("first", answer), ("second", other[line]):
            print("   %-6s %s" % (name, got))
    print("%d of %d commands are answered alike" % (same, len(ours)))


def connect(conf):
    cluster = rados.Rados(conffile=conf)
    cluster.connect(timeout=CALL_SECONDS)
    if not cluster.pool_exists(POOL):
        cluster.create_pool(POOL)
    return cluster


def main(conf, other=None):
    cluster = connect(conf)
    try:
        ours = answers(cluster)
        log_lines(cluster)
        if other:
            second = connect(other)
            compare(ours, answers(second))
            second.delete_pool(POOL)
        else:
            snapshots(cluster)
    finally:
        cluster.delete_pool(POOL)
    if not failures:
        print("all ok")
    # A call that hangs keeps librados' threads: do not wait for them.
    sys.stdout.flush()
    threading._shutdown = lambda: None
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
