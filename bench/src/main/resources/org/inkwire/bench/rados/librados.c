// SPDX-License-Identifier: Apache-2.0
//
// A client on librados that stays alive: `librados CONF` connects and prints "ready"; then it obeys the lines on its input:
//
//   run POOL NAMESPACE write|read BYTES IN_FLIGHT MILLIS OBJECTS PREFIX
//
// and answers each with "result ..." or "failed: ..." and the first failure. As in our client, the completion of an operation starts the next one,
// on the thread that completes. The calls are declared here, so that no headers of Ceph are needed.

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef void *handle;
typedef void (*callback)(handle completion, void *arg);

extern int rados_create(handle *cluster, const char *id);
extern int rados_conf_read_file(handle cluster, const char *path);
extern int rados_conf_parse_env(handle cluster, const char *variable);
extern int rados_conf_set(handle cluster, const char *option, const char *value);
extern int rados_connect(handle cluster);
extern void rados_shutdown(handle cluster);
extern int rados_ioctx_create(handle cluster, const char *pool, handle *io);
extern void rados_ioctx_set_namespace(handle io, const char *name);
extern void rados_ioctx_destroy(handle io);
extern int rados_aio_create_completion2(void *arg, callback complete, handle *completion);
extern int rados_aio_get_return_value(handle completion);
extern void rados_aio_release(handle completion);
extern int rados_aio_write_full(handle io, const char *name, handle completion, const char *data, size_t length);
extern int rados_aio_read(handle io, const char *name, handle completion, char *data, size_t length, uint64_t offset);

// Latencies: exact below 2048 ns, then 1024 buckets for each power of two.
#define SUB_BITS 10
#define BUCKETS ((64 - SUB_BITS) << SUB_BITS)

#define MAX_BYTES (64 << 20)
#define MAX_IN_FLIGHT 4096
#define MAX_MILLIS (3600 * 1000)

static struct {
  handle io;
  int writes, bytes;
  long objects;
  uint64_t deadline;
  const char *prefix;
  char *content;
  pthread_mutex_t lock;
  pthread_cond_t ended;
  // Under the lock.
  int lanes, failure;
  long next, finished;
  uint64_t random;
  long counts[BUCKETS];
} run = {.lock = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER};

struct lane {
  char *data;
  uint64_t begun;
};

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int bucket_of(uint64_t nanos) {
  if (nanos < (2u << SUB_BITS)) return (int)nanos;
  int shift = 63 - __builtin_clzll(nanos) - SUB_BITS;
  return (int)(((uint64_t)shift << SUB_BITS) + (nanos >> shift));
}

static uint64_t middle_of(int bucket) {
  if (bucket < (2 << SUB_BITS)) return (uint64_t)bucket;
  int shift = (bucket >> SUB_BITS) - 1;
  uint64_t low = (uint64_t)(bucket - (shift << SUB_BITS)) << shift;
  return low + ((uint64_t)1 << shift) / 2;
}

static void completed(handle completion, void *arg);

// With the lock held. What fails after it, often fails because of it.
static void failed(int r) {
  if (run.failure == 0) run.failure = r;
}

// With the lock held: starts the lane's next operation, or ends the lane.
static void next(struct lane *lane) {
  lane->begun = now();
  long index = run.next;
  if (run.failure != 0 || lane->begun >= run.deadline || (run.writes && index >= run.objects)) {
    if (--run.lanes == 0) pthread_cond_signal(&run.ended);
    return;
  }
  run.next++;
  if (!run.writes) {
    run.random = run.random * 6364136223846793005u + 1442695040888963407u;
    index = (long)((run.random >> 33) % (uint64_t)run.objects);
  }
  // The call may take locks that a completing thread holds while it waits for ours.
  pthread_mutex_unlock(&run.lock);
  char name[512];
  snprintf(name, sizeof name, "%s_object%ld", run.prefix, index);
  handle completion;
  int r = rados_aio_create_completion2(lane, completed, &completion);
  if (r == 0) {
    r = run.writes ? rados_aio_write_full(run.io, name, completion, run.content, (size_t)run.bytes)
                   : rados_aio_read(run.io, name, completion, lane->data, (size_t)run.bytes, 0);
    if (r != 0) rados_aio_release(completion);
  }
  pthread_mutex_lock(&run.lock);
  if (r != 0) {
    failed(r);
    if (--run.lanes == 0) pthread_cond_signal(&run.ended);
  }
}

static void completed(handle completion, void *arg) {
  struct lane *lane = arg;
  uint64_t nanos = now() - lane->begun;
  int r = rados_aio_get_return_value(completion);
  rados_aio_release(completion);
  pthread_mutex_lock(&run.lock);
  if (run.writes ? r == 0 : r == run.bytes) {
    run.counts[bucket_of(nanos)]++;
    run.finished++;
  } else {
    failed(r < 0 ? r : -EIO);
  }
  next(lane);
  pthread_mutex_unlock(&run.lock);
}

static void free_lanes(struct lane *lanes, int in_flight) {
  for (int i = 0; lanes != NULL && i < in_flight; i++) free(lanes[i].data);
  free(lanes);
}

// NULL if there is not enough memory.
static struct lane *new_lanes(int in_flight, size_t bytes) {
  struct lane *lanes = calloc((size_t)in_flight, sizeof *lanes);
  for (int i = 0; lanes != NULL && i < in_flight; i++) {
    lanes[i].data = malloc(bytes);
    if (lanes[i].data == NULL) {
      free_lanes(lanes, in_flight);
      return NULL;
    }
  }
  return lanes;
}

static void show(uint64_t nanos) {
  printf("result messages=%ld nanos=%llu lost=0 allocated=0 values=", run.finished, (unsigned long long)nanos);
  for (int b = 0; b < BUCKETS; b++) {
    if (run.counts[b] > 0) printf("%llu:%ld,", (unsigned long long)middle_of(b), run.counts[b]);
  }
  printf("\n");
}

// With an open pool.
static void load(int in_flight, int millis) {
  run.content = calloc(1, (size_t)run.bytes);
  struct lane *lanes = new_lanes(in_flight, run.writes ? 1 : (size_t)run.bytes);
  if (run.content == NULL || lanes == NULL) {
    printf("failed: %s\n", strerror(ENOMEM));
  } else {
    run.next = run.finished = 0;
    run.failure = 0;
    run.lanes = in_flight;
    memset(run.counts, 0, sizeof run.counts);
    uint64_t begun = now();
    run.random ^= begun;
    run.deadline = begun + (uint64_t)millis * 1000000u;
    pthread_mutex_lock(&run.lock);
    for (int i = 0; i < in_flight; i++) next(&lanes[i]);
    while (run.lanes > 0) pthread_cond_wait(&run.ended, &run.lock);
    pthread_mutex_unlock(&run.lock);
    uint64_t nanos = now() - begun;
    if (run.failure != 0) {
      printf("failed: %s\n", strerror(-run.failure));
    } else {
      show(nanos);
    }
  }
  free_lanes(lanes, in_flight);
  free(run.content);
}

static void turn(handle cluster, const char *line) {
  char pool[128], space[128], kind[16], prefix[256];
  int in_flight, millis, end = 0;
  int words = sscanf(line, "run %127s %127s %15s %d %d %d %ld %255s%n", pool, space, kind, &run.bytes, &in_flight, &millis,
                     &run.objects, prefix, &end);
  run.writes = words == 8 && strcmp(kind, "write") == 0;
  if (words != 8 || line[end] != 0 || (!run.writes && strcmp(kind, "read") != 0) || run.bytes < 1 ||
      run.bytes > MAX_BYTES || in_flight < 1 || in_flight > MAX_IN_FLIGHT || millis < 1 || millis > MAX_MILLIS ||
      run.objects < 1) {
    printf("failed: what is: %s\n", line);
    return;
  }
  int r = rados_ioctx_create(cluster, pool, &run.io);
  if (r != 0) {
    printf("failed: pool %s: %s\n", pool, strerror(-r));
    return;
  }
  rados_ioctx_set_namespace(run.io, space);
  run.prefix = prefix;
  load(in_flight, millis);
  rados_ioctx_destroy(run.io);
}

int main(int argc, char **argv) {
  handle cluster;
  int r = argc == 2 ? rados_create(&cluster, NULL) : -EINVAL;
  if (r == 0) r = rados_conf_read_file(cluster, argv[1]);
  if (r == 0) r = rados_conf_parse_env(cluster, NULL);
  // As in our client: a cluster that does not answer must not be waited for without an end.
  if (r == 0) r = rados_conf_set(cluster, "client_mount_timeout", "30");
  if (r == 0) r = rados_conf_set(cluster, "rados_osd_op_timeout", "60");
  if (r == 0) r = rados_conf_set(cluster, "rados_mon_op_timeout", "60");
  if (r == 0) r = rados_connect(cluster);
  if (r != 0) {
    fprintf(stderr, "couldn't connect to cluster: %s\n", strerror(-r));
    return 1;
  }
  printf("ready\n");
  fflush(stdout);
  char line[1024];
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    turn(cluster, line);
    fflush(stdout);
  }
  rados_shutdown(cluster);
  return 0;
}
