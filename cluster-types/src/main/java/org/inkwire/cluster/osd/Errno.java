// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Error numbers on the wire: Linux's on every host (protocol: osd section 12). Results are negative. The text is what
 * Ceph's {@code cpp_strerror} prints. Immutable.
 */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "Input/output error"),
    ENXIO(6, "No such device or address"),
    E2BIG(7, "Argument list too long"),
    EBADF(9, "Bad file descriptor"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EFAULT(14, "Bad address"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "File exists"),
    EXDEV(18, "Invalid cross-device link"),
    ENODEV(19, "No such device"),
    ENOTDIR(20, "Not a directory"),
    EISDIR(21, "Is a directory"),
    EINVAL(22, "Invalid argument"),
    EMFILE(24, "Too many open files"),
    ENOTTY(25, "Inappropriate ioctl for device"),
    EFBIG(27, "File too large"),
    ENOSPC(28, "No space left on device"),
    ESPIPE(29, "Illegal seek"),
    EROFS(30, "Read-only file system"),
    EPIPE(32, "Broken pipe"),
    EDOM(33, "Numerical argument out of domain"),
    ERANGE(34, "Numerical result out of range"),
    EDEADLK(35, "Resource deadlock avoided"),
    ENAMETOOLONG(36, "File name too long"),
    ENOSYS(38, "Function not implemented"),
    ENOTEMPTY(39, "Directory not empty"),
    ELOOP(40, "Too many levels of symbolic links"),
    ENODATA(61, "No data available"),
    EBADMSG(74, "Bad message"),
    EOVERFLOW(75, "Value too large for defined data type"),
    EILSEQ(84, "Invalid or incomplete multibyte or wide character"),
    /** A write whose snap context is older than the object's; Ceph calls it EOLDSNAPC. */
    ERESTART(85, "Interrupted system call should be restarted"),
    EMSGSIZE(90, "Message too long"),
    EPROTONOSUPPORT(93, "Protocol not supported"),
    EOPNOTSUPP(95, "Operation not supported"),
    EADDRINUSE(98, "Address already in use"),
    EADDRNOTAVAIL(99, "Cannot assign requested address"),
    ENETUNREACH(101, "Network is unreachable"),
    ECONNABORTED(103, "Software caused connection abort"),
    ECONNRESET(104, "Connection reset by peer"),
    ENOBUFS(105, "No buffer space available"),
    EISCONN(106, "Transport endpoint is already connected"),
    ENOTCONN(107, "Transport endpoint is not connected"),
    /** Also a blocklisted client; Ceph calls it EBLOCKLISTED. */
    ESHUTDOWN(108, "Cannot send after transport endpoint shutdown"),
    ETIMEDOUT(110, "Connection timed out"),
    ECONNREFUSED(111, "Connection refused"),
    EHOSTUNREACH(113, "No route to host"),
    EALREADY(114, "Operation already in progress"),
    EINPROGRESS(115, "Operation now in progress"),
    ESTALE(116, "Stale file handle"),
    EDQUOT(122, "Disk quota exceeded"),
    ECANCELED(125, "Operation canceled"),
    ENOKEY(126, "Required key not available");

    /** Results at and below its negative carry an index: CMPEXT returns −4095 − index of the first difference. */
    public static final int MAX_ERRNO = 4095;

    private static final Map<Integer, Errno> BY_CODE = new HashMap<>();

    static {
        for (Errno e : values()) {
            BY_CODE.put(e.code, e);
        }
    }

    private final int code;
    private final String text;

    Errno(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The positive number. */
    public int code() {
        return code;
    }

    /** The negative number, as results carry it. */
    public int result() {
        return -code;
    }

    /** Linux's text, without the number. */
    public String text() {
        return text;
    }

    /** @param result with either sign */
    public static Optional<Errno> of(int result) {
        return Optional.ofNullable(BY_CODE.get(Math.abs(result)));
    }

    /**
     * Ceph's rendering, {@code (2) No such file or directory}; beyond {@link #MAX_ERRNO}, what CMPEXT found.
     *
     * @param result with either sign
     */
    public static String describe(int result) {
        int code = Math.abs(result);
        if (code >= MAX_ERRNO) {
            return "(" + code + ") the contents differ at byte " + (code - MAX_ERRNO);
        }
        return "(" + code + ") " + of(code).map(Errno::text).orElseGet(() -> "Unknown error " + code);
    }
}
