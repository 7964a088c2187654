/* SPDX-License-Identifier: Apache-2.0
 *
 * What the system's own calls can do: a client and a server on epoll, one thread and one connection each, small frames
 * gathered into one write per batch of reads. Frame: s32 length, s64 stamp, s32 length of the wanted answer, zeros, and a
 * crc32c if CRC is defined, made and checked on both sides.
 *
 *   echo server            prints "ready PORT"
 *   echo client PORT       prints "ready", then obeys lines on its input as the Java clients do (Order.java)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#if defined(CRC) && defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(CRC) && defined(__aarch64__)
#include <arm_acle.h>
#elif defined(CRC)
#error no crc32c instruction on this processor
#endif

enum { HEAD = 16, BODY = 12, IN_BYTES = 4 << 20, OUT_BYTES = 24 << 20, CHUNK = 256 << 10, SUB_BITS = 10 };
#ifdef CRC
enum { TAIL = 4 };
#else
enum { TAIL = 0 };
#endif

static int fd, poller, timer = -1, interested;
static unsigned char *in, *out;
static size_t in_from, in_to, out_from, out_to;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

#ifdef CRC
static uint32_t crc32c(const unsigned char *p, size_t n) {
  uint64_t crc = 0xffffffff;
  for (; n >= 8; n -= 8, p += 8) {
    uint64_t word;
    memcpy(&word, p, 8);
#ifdef __x86_64__
    crc = _mm_crc32_u64(crc, word);
#else
    crc = __crc32cd((uint32_t)crc, word);
#endif
  }
  for (; n > 0; n--, p++) {
#ifdef __x86_64__
    crc = _mm_crc32_u8((uint32_t)crc, *p);
#else
    crc = __crc32cb((uint32_t)crc, *p);
#endif
  }
  return (uint32_t)crc;
}
#endif

static void send_message(int64_t stamp, int32_t bytes, int32_t answer) {
  size_t frame = 4 + (size_t)bytes + TAIL;
  if (OUT_BYTES - out_to < frame) {
    memmove(out, out + out_from, out_to - out_from);
    out_to -= out_from;
    out_from = 0;
    if (OUT_BYTES - out_to < frame) {
      fprintf(stderr, "more in flight than the buffer holds\n");
      exit(1);
    }
  }
  unsigned char *p = out + out_to;
  int32_t length = bytes + TAIL;
  memcpy(p, &length, 4);
  memcpy(p + 4, &stamp, 8);
  memcpy(p + 12, &answer, 4);
  memset(p + HEAD, 0, (size_t)bytes - BODY);
#ifdef CRC
  uint32_t crc = crc32c(p + 4, (size_t)bytes);
  memcpy(p + 4 + bytes, &crc, 4);
#endif
  out_to += frame;
}

static void flush(void) {
  while (out_from < out_to) {
    ssize_t n = send(fd, out + out_from, out_to - out_from, MSG_NOSIGNAL);
    if (n < 0) {
      if (errno == EAGAIN) break;
      die("send");
    }
    out_from += (size_t)n;
  }
  int rest = out_from < out_to;
  if (!rest) out_from = out_to = 0;
  if (rest != interested) {
    struct epoll_event e = {.events = rest ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.fd = fd};
    epoll_ctl(poller, EPOLL_CTL_MOD, fd, &e);
    interested = rest;
  }
}

/* Takes every complete frame out of one read. */
static void receive(void (*on_message)(int64_t stamp, int32_t answer)) {
  if (IN_BYTES - in_to < CHUNK) {
    memmove(in, in + in_from, in_to - in_from);
    in_to -= in_from;
    in_from = 0;
  }
  ssize_t n = recv(fd, in + in_to, IN_BYTES - in_to < CHUNK ? IN_BYTES - in_to : CHUNK, 0);
  if (n == 0) exit(0);
  if (n < 0) {
    if (errno == EAGAIN) return;
    die("recv");
  }
  in_to += (size_t)n;
  while (in_to - in_from >= 4) {
    int32_t length, answer;
    int64_t stamp;
    unsigned char *p = in + in_from;
    memcpy(&length, p, 4);
    if (in_to - in_from < 4 + (size_t)length) break;
    memcpy(&stamp, p + 4, 8);
    memcpy(&answer, p + 12, 4);
#ifdef CRC
    uint32_t crc;
    memcpy(&crc, p + 4 + length - TAIL, 4);
    if (crc != crc32c(p + 4, (size_t)length - TAIL)) {
      fprintf(stderr, "wrong crc32c\n");
      exit(1);
    }
#endif
    in_from += 4 + (size_t)length;
    on_message(stamp, answer);
  }
  if (in_from == in_to) in_from = in_to = 0;
}

static void adopt(int socket) {
  int on = 1;
  fd = socket;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  poller = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e);
}

/* ---- server */

static void answer(int64_t stamp, int32_t wanted) {
  if (wanted > 0) send_message(stamp, wanted, 0);
}

static void serve(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listening, (struct sockaddr *)&address, sizeof address) < 0 || listen(listening, 1) < 0) die("bind");
  getsockname(listening, (struct sockaddr *)&address, &length);
  printf("ready %d\n", ntohs(address.sin_port));
  fflush(stdout);
  adopt(accept(listening, NULL, NULL));
  for (;;) {
    struct epoll_event e;
    if (epoll_wait(poller, &e, 1, -1) < 0) continue;
    if (e.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(answer);
    flush();
  }
}

/* ---- client; see Load.java for what it does */

static int32_t bytes, wanted, group, sampled;
static int64_t deadline, last, messages, count, left, rate, next_due, unanswered;
static int stopping;
static int64_t histogram[64 << SUB_BITS];

/* Log-linear, 1024 buckets to an octave: 3 digits. */
static int bucket_of(int64_t v) {
  if (v < 0) v = 0;
  int shift = 63 - __builtin_clzll((uint64_t)v | 1) - SUB_BITS;
  if (shift <= 0) return (int)v;
  return (shift << SUB_BITS) + (int)(v >> shift);
}

static int64_t value_of(int bucket) {
  int shift = (bucket >> SUB_BITS) - 1;
  if (shift <= 0) return bucket;
  return ((int64_t)(bucket - (shift << SUB_BITS)) << shift) + ((1LL << shift) >> 1);
}

static void send_group(int64_t stamp) {
  for (int32_t i = 1; i < group; i++) send_message(0, bytes, 0);
  send_message(stamp, bytes, wanted);
}

static void answered(int64_t stamp, int32_t unused) {
  (void)unused;
  messages += group;
  int64_t t = 0;
  if (stamp != 0) {
    t = now();
    histogram[bucket_of(t - stamp)]++;
    if (t >= deadline) stopping = 1;
  }
  if (rate > 0) {
    unanswered--;
    last = t;
  } else if (!stopping) {
    send_group((++count & sampled) == 0 ? (t != 0 ? t : now()) : 0);
  } else if (--left == 0) {
    last = t != 0 ? t : now();
  }
}

static void pace(void) {
  int64_t t = now();
  for (; next_due <= t && next_due < deadline; next_due += 1000000000LL / rate) {
    send_group(next_due);
    unanswered++;
  }
  if (next_due >= deadline) {
    stopping = 1;
    return;
  }
  struct itimerspec at = {.it_value = {next_due / 1000000000LL, next_due % 1000000000LL}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static int running(void) {
  return rate > 0 ? !stopping || unanswered > 0 : left > 0;
}

static void run(int in_flight, int milliseconds) {
  memset(histogram, 0, sizeof histogram);
  messages = count = stopping = unanswered = 0;
  left = in_flight;
  int64_t begun = now();
  last = begun;
  deadline = begun + milliseconds * 1000000LL;
  if (rate > 0) {
    next_due = begun;
    pace();
  } else {
    for (int i = 0; i < in_flight; i++) send_group((++count & sampled) == 0 ? now() : 0);
  }
  flush();
  while (running()) {
    struct epoll_event e[2];
    int n = epoll_wait(poller, e, 2, -1);
    for (int i = 0; i < n; i++) {
      if (e[i].data.fd == timer) {
        uint64_t ticks;
        if (read(timer, &ticks, sizeof ticks) > 0) pace();
      } else if (e[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        receive(answered);
      }
    }
    flush();
  }
  printf("result messages=%lld nanos=%lld lost=0 allocated=0 values=", (long long)messages, (long long)(last - begun));
  for (int i = 0; i < (int)(sizeof histogram / sizeof histogram[0]); i++) {
    if (histogram[i] > 0) printf("%lld:%lld,", (long long)value_of(i), (long long)histogram[i]);
  }
  printf("\n");
  fflush(stdout);
}

static void ask(int port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int socket_fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(socket_fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
  adopt(socket_fd);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = timer};
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &e);
  printf("ready\n");
  fflush(stdout);
  int in_flight, milliseconds;
  long long per_second;
  char line[256];
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (sscanf(line, "run %d %d %d %d %d %lld %d", &bytes, &wanted, &group, &sampled, &in_flight, &per_second,
               &milliseconds) != 7) {
      fprintf(stderr, "what is: %s", line);
      exit(1);
    }
    rate = per_second;
    run(in_flight, milliseconds);
  }
}

int main(int argc, char **argv) {
  in = malloc(IN_BYTES);
  out = malloc(OUT_BYTES);
  if (argc == 2 && strcmp(argv[1], "server") == 0) {
    serve();
  } else if (argc == 3 && strcmp(argv[1], "client") == 0) {
    ask(atoi(argv[2]));
  } else {
    fprintf(stderr, "echo server | echo client PORT\n");
    return 2;
  }
  return 0;
}
