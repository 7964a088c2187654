// SPDX-License-Identifier: Apache-2.0
/**
 * Authentication as the messenger sees it: opaque payloads in, opaque payloads out. Cephx plugs in from outside;
 * {@code AuthNone} is here. May import {@code wire} only. Ceph: {@code src/auth/AuthClient.h}, {@code AuthServer.h}.
 */
@NullMarked
package org.inkwire.msgr.auth;

import org.jspecify.annotations.NullMarked;
