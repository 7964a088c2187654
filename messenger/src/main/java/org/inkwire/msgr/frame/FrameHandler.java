// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

/** One method per control frame, so a new frame does not compile until every handler handles it. */
public interface FrameHandler {
    void onHello(HelloFrame frame);

    void onAuthRequest(AuthRequestFrame frame);

    void onAuthBadMethod(AuthBadMethodFrame frame);

    void onAuthReplyMore(AuthReplyMoreFrame frame);

    void onAuthRequestMore(AuthRequestMoreFrame frame);

    void onAuthDone(AuthDoneFrame frame);

    void onAuthSignature(AuthSignatureFrame frame);

    void onClientIdent(ClientIdentFrame frame);

    void onServerIdent(ServerIdentFrame frame);

    void onIdentMissingFeatures(IdentMissingFeaturesFrame frame);

    void onReconnect(ReconnectFrame frame);

    void onSessionReset(ResetFrame frame);

    void onSessionRetry(RetryFrame frame);

    void onSessionRetryGlobal(RetryGlobalFrame frame);

    void onReconnectOk(ReconnectOkFrame frame);

    void onWait(WaitFrame frame);

    void onKeepalive2(Keepalive2Frame frame);

    void onKeepalive2Ack(Keepalive2AckFrame frame);

    void onAck(AckFrame frame);
}
