/* A disk that can fail, for LD_PRELOAD. Of files below FAULTY_FOLDER it

   - notes every new file, write, truncation, sync, removal and renaming in FAULTY_LOG, in the order in which they happened
     (a record: kind, 4 bytes length of path, 8 bytes offset, 8 bytes length of data, path, data);
   - fails a sync with EIO, as a disk does that could not write, when a program has called fail_sync_in;
   - while the file FAULTY_FULL exists, lets no file grow: half of the first write that would, then ENOSPC.

   And while the file FAULTY_CLOCK exists, the time of day is off by the number of seconds that it holds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int noted = -1, fail_in = 0, die_then = 0;

/* Fail the sync after so many; 1 is the next one. With `die`, the program is killed at that moment. */
void fail_sync_in(int syncs, int die) {
  fail_in = syncs;
  die_then = die;
}

#define REAL(answer, name, ...) \
  static answer (*real_##name)(__VA_ARGS__); \
  if (!real_##name) real_##name = (answer (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static ssize_t put(int file, const void *data, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  return real_write(file, data, size);
}

static int ours(const char *path) {
  const char *folder = getenv("FAULTY_FOLDER");
  return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int path_of(int file, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, path, PATH_MAX - 1);
  if (size < 0) return 0;
  path[size] = 0;
  return ours(path);
}

static void note(char kind, const char *path, uint64_t offset, const void *data, uint64_t size) {
  const char *log = getenv("FAULTY_LOG");
  if (!log) return;
  if (noted < 0) {
    REAL(int, open64, const char *, int, ...);
    noted = real_open64(log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  }
  char head[21];
  uint32_t length = strlen(path);
  head[0] = kind;
  memcpy(head + 1, &length, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &size, 8);
  if (put(noted, head, 21) != 21 || put(noted, path, length) != length || put(noted, data, size) != (ssize_t)size)
    abort();
}

static int make(const char *path, int how, mode_t mode) {
  REAL(int, open64, const char *, int, ...);
  char whole[PATH_MAX];
  pthread_mutex_lock(&one_at_a_time);
  int there = !(how & O_CREAT) || !access(path, F_OK);
  int file = real_open64(path, how, mode), fault = errno;
  if (file >= 0 && !there && path_of(file, whole)) note('C', whole, 0, "", 0);
  pthread_mutex_unlock(&one_at_a_time);
  errno = fault;
  return file;
}

int open64(const char *path, int how, ...) {
  va_list more;
  va_start(more, how);
  mode_t mode = how & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return make(path, how, mode);
}

int open(const char *path, int how, ...) {
  va_list more;
  va_start(more, how);
  mode_t mode = how & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return make(path, how, mode);
}

/* How much of a write there is room for. */
static size_t room(int file, size_t size, off64_t offset) {
  const char *full = getenv("FAULTY_FULL");
  struct stat64 there;
  if (!full || access(full, F_OK) || fstat64(file, &there) || !S_ISREG(there.st_mode)) return size;
  if (offset + (off64_t)size <= there.st_size) return size;
  return there.st_size > offset ? (size_t)(there.st_size - offset) : there.st_size % 2 ? size / 2 : 0;
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real_pwrite64(file, data, size, offset);
  pthread_mutex_lock(&one_at_a_time);
  ssize_t done = -1;
  size_t some = room(file, size, offset);
  if (size && !some) errno = ENOSPC;
  else if ((done = real_pwrite64(file, data, some, offset)) > 0) note('W', path, offset, data, done);
  int fault = errno;
  pthread_mutex_unlock(&one_at_a_time);
  errno = fault;
  return done;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return pwrite64(file, data, size, offset); }

ssize_t write(int file, const void *data, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real_write(file, data, size);
  off64_t at = lseek64(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
  ssize_t done = pwrite64(file, data, size, at);
  if (done > 0) lseek64(file, at + done, SEEK_SET);
  return done;
}

int ftruncate64(int file, off64_t size) {
  REAL(int, ftruncate64, int, off64_t);
  char path[PATH_MAX];
  if (!path_of(file, path)) return real_ftruncate64(file, size);
  pthread_mutex_lock(&one_at_a_time);
  int answer = real_ftruncate64(file, size);
  if (!answer) note('T', path, size, "", 0);
  pthread_mutex_unlock(&one_at_a_time);
  return answer;
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int sync_file(int file, int (*real)(int)) {
  char path[PATH_MAX];
  if (!path_of(file, path)) return real(file);
  pthread_mutex_lock(&one_at_a_time);
  int answer = fail_in && !--fail_in ? -1 : real(file);
  note(answer ? 'E' : 'S', path, 0, "", 0);
  if (answer && die_then) _exit(9);
  pthread_mutex_unlock(&one_at_a_time);
  if (answer) errno = EIO;
  return answer;
}

int fsync(int file) {
  REAL(int, fsync, int);
  return sync_file(file, real_fsync);
}

int fdatasync(int file) {
  REAL(int, fdatasync, int);
  return sync_file(file, real_fdatasync);
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  char whole[PATH_MAX];
  int known = realpath(path, whole) && ours(whole);
  pthread_mutex_lock(&one_at_a_time);
  int answer = real_unlink(path), fault = errno;
  if (known && !answer) note('U', whole, 0, "", 0);
  pthread_mutex_unlock(&one_at_a_time);
  errno = fault;
  return answer;
}

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  char before[PATH_MAX], after[PATH_MAX];
  int known = realpath(from, before) && ours(before);
  pthread_mutex_lock(&one_at_a_time);
  int answer = real_rename(from, to), fault = errno;
  if (known && !answer && realpath(to, after)) note('R', before, 0, after, strlen(after));
  pthread_mutex_unlock(&one_at_a_time);
  errno = fault;
  return answer;
}

static time_t off(void) {
  const char *path = getenv("FAULTY_CLOCK");
  FILE *file = path ? fopen(path, "r") : NULL;
  long seconds = 0;
  if (!file) return 0;
  if (fscanf(file, "%ld", &seconds) != 1) seconds = 0;
  fclose(file);
  return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  REAL(int, clock_gettime, clockid_t, struct timespec *);
  int answer = real_clock_gettime(clock, now);
  if (!answer && clock == CLOCK_REALTIME) now->tv_sec += off();
  return answer;
}

time_t time(time_t *now) {
  struct timespec there;
  clock_gettime(CLOCK_REALTIME, &there);
  if (now) *now = there.tv_sec;
  return there.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec there;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &there);
  now->tv_sec = there.tv_sec;
  now->tv_usec = there.tv_nsec / 1000;
  return 0;
}
