// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a DNS server of one zone, by real packets (RFC 1035 section 4, RFC 2782). */
class JndiDnsTest {
    private static final int HEADER = 12;
    private static final int SRV = 33;
    private static final int IN = 1;
    private static final int ANSWER_AUTHORITATIVE = 0x8580;
    private static final int NO_SUCH_NAME = 3;
    private static final String NAME = "_ceph-mon._tcp.example.com";

    private DatagramSocket socket;
    private Thread server;

    @BeforeEach
    void serve() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = new Thread(this::answerAll, "dns");
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        socket.close();
        server.join();
    }

    private void answerAll() {
        byte[] bytes = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(bytes, bytes.length);
                socket.receive(query);
                byte[] answer = answer(Arrays.copyOf(bytes, query.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static byte[] answer(byte[] query) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        for (int length = query[at]; length > 0; length = query[at]) {
            name.append(name.isEmpty() ? "" : ".").append(new String(query, at + 1, length, StandardCharsets.US_ASCII));
            at += 1 + length;
        }
        // The type and the class follow the root.
        int end = at + 5;
        boolean known = name.toString().equals(NAME) && query[at + 2] == SRV;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(ANSWER_AUTHORITATIVE | (known ? 0 : NO_SUCH_NAME));
        out.writeShort(1);
        out.writeShort(known ? 2 : 0);
        out.writeInt(0);
        out.write(query, HEADER, end - HEADER);
        if (known) {
            record(out, 20, 60, 6789, "b");
            record(out, 10, 50, 3300, "a");
        }
        return bytes.toByteArray();
    }

    private static void record(DataOutputStream out, int priority, int weight, int port, String host)
            throws IOException {
        byte[] target = ("\u0001" + host + "\u0007example\u0003com\u0000").getBytes(StandardCharsets.US_ASCII);
        // The question's name.
        out.writeShort(0xc000 | HEADER);
        out.writeShort(SRV);
        out.writeShort(IN);
        out.writeInt(60);
        out.writeShort(6 + target.length);
        out.writeShort(priority);
        out.writeShort(weight);
        out.writeShort(port);
        out.write(target);
    }

    private List<MonDns.Srv> ask(String name) {
        return JndiDns.exactly(name, "dns://127.0.0.1:" + socket.getLocalPort());
    }

    @Test
    void recordsAreRead() {
        assertThat(ask(NAME))
                .containsExactlyInAnyOrder(
                        new MonDns.Srv(10, 50, 3300, "a.example.com."), new MonDns.Srv(20, 60, 6789, "b.example.com."));
    }

    @Test
    void theMonitorsAreThoseThatTheRecordsNameInTheirOrder() {
        CephConf conf = CephConf.builder()
                .environment(java.util.Map.of())
                .fileText("[global]\nmon dns srv name = ceph-mon_example.com\n")
                .resolver(host ->
                        new InetAddress[] {InetAddress.getByAddress(host, new byte[] {10, 0, 0, (byte) host.charAt(0)})
                        })
                .srvLookup(this::ask)
                .build();
        assertThat(conf.monHosts().toString()).isEqualTo("[v2:10.0.0.97:3300/0, v1:10.0.0.98:6789/0]");
    }

    @Test
    void aNameThatIsNotThereHasNoRecords() {
        assertThat(ask("_other._tcp.example.com")).isEmpty();
    }

    @Test
    void aServerThatIsSilentIsGivenUp() throws Exception {
        socket.close();
        server.join();
        assertThat(ask(NAME)).isEmpty();
    }
}
