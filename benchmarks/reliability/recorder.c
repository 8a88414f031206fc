/* Sits between a process and its disk (LD_PRELOAD): writes down what is written, cut and synced in one folder, lets chosen calls fail,
 * and can make every sync a lie. A power cut is played afterwards from what was written down (replay.py).
 *
 *   gcc -shared -fPIC -O2 -o recorder.so recorder.c -ldl
 *
 * One record: kind 'W'rite 'T'runcate 'S'ync 'U'nlink 'R'ename, then file number, offset or size, length (64 bits each), then the bytes
 * ('N' names a file that was opened, 'A' is an acknowledgement). Directories, mmap and more than one writing process are not seen.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 4096, CAN_WRITE = 1, CAN_SYNC = 2, CAN_TRUNCATE = 4, CAN_OPEN = 8 };

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static char folder[4096];
static uint64_t file_of[FILES], files;
static int out = -1, eats_sync, fail_calls, fail_errno;
static long fail_from, fail_count, seen;

#define REAL(ret, name, ...) static ret (*real)(__VA_ARGS__); if (!real) real = (ret (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static ssize_t raw_write(int fd, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, data, length);
}

static void record(char kind, uint64_t file, uint64_t at, uint64_t length, const void *data) {
    if (out < 0) return;
    char head[25] = {kind};
    memcpy(head + 1, &file, 8); memcpy(head + 9, &at, 8); memcpy(head + 17, &length, 8);
    raw_write(out, head, sizeof head);
    if (data) raw_write(out, data, length);
}

/* From now on what happens under `path` is written down in `log` (NULL: only calls fail). Files opened before are not seen. */
void recorder_start(const char *path, const char *log, int eats) {
    snprintf(folder, sizeof folder, "%s/", path);
    memset(file_of, 0, sizeof file_of);
    files = 0; eats_sync = eats;
    out = log ? open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
}

void recorder_stop(void) { if (out >= 0) close(out); out = -1; folder[0] = 0; eats_sync = 0; fail_calls = 0; }

/* The `from`-th of the chosen calls (from 1) and the `count` - 1 after it fail with `error`. */
void recorder_fail(long from, long count, int error, int calls) {
    fail_from = from; fail_count = count; fail_errno = error; fail_calls = calls; seen = 0;
}

/* Words of the program's own, in their order among the writes: what it has acknowledged. */
void recorder_mark(const char *words) { record('A', 0, 0, strlen(words), words); }

long recorder_seen(void) { return seen; }

static int fails(int call) {
    if (!(fail_calls & call)) return 0;
    seen++;
    if (seen < fail_from || seen >= fail_from + fail_count) return 0;
    errno = fail_errno;
    return 1;
}

static uint64_t known(int fd) { return fd >= 0 && fd < FILES ? file_of[fd] : 0; }

static int ours(const char *path) {
    size_t length = strlen(path);
    return folder[0] && !strncmp(path, folder, strlen(folder)) && !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

static int opened(int fd, const char *path) {
    if (fd < 0 || fd >= FILES) return fd;
    pthread_mutex_lock(&one);
    file_of[fd] = 0;
    if (ours(path)) { file_of[fd] = ++files; record('N', files, 0, strlen(path), path); }
    pthread_mutex_unlock(&one);
    return fd;
}

#define OPEN(name) int name(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; va_end(rest); \
    REAL(int, #name, const char *, int, ...); \
    if (ours(path) && fails(CAN_OPEN)) return -1; \
    return opened(real(path, flags, mode), path); }
OPEN(open) OPEN(open64)

int close(int fd) {
    REAL(int, "close", int);
    if (known(fd)) file_of[fd] = 0;
    return real(fd);
}

#define PWRITE(name, off) ssize_t name(int fd, const void *data, size_t length, off at) { \
    REAL(ssize_t, #name, int, const void *, size_t, off); \
    if (!known(fd)) return real(fd, data, length, at); \
    pthread_mutex_lock(&one); \
    ssize_t done = fails(CAN_WRITE) ? -1 : real(fd, data, length, at); \
    if (done > 0) record('W', known(fd), at, done, data); \
    pthread_mutex_unlock(&one); \
    return done; }
PWRITE(pwrite, off_t) PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t length) {
    if (!known(fd)) return raw_write(fd, data, length);
    pthread_mutex_lock(&one);
    uint64_t at = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    ssize_t done = fails(CAN_WRITE) ? -1 : raw_write(fd, data, length);
    if (done > 0) record('W', known(fd), at, done, data);
    pthread_mutex_unlock(&one);
    return done;
}

#define TRUNCATE(name, off) int name(int fd, off size) { \
    REAL(int, #name, int, off); \
    if (!known(fd)) return real(fd, size); \
    pthread_mutex_lock(&one); \
    int done = fails(CAN_TRUNCATE) ? -1 : real(fd, size); \
    if (!done) record('T', known(fd), size, 0, NULL); \
    pthread_mutex_unlock(&one); \
    return done; }
TRUNCATE(ftruncate, off_t) TRUNCATE(ftruncate64, off64_t)

#define SYNC(name) int name(int fd) { \
    REAL(int, #name, int); \
    if (!known(fd)) return real(fd); \
    if (eats_sync) return 0; \
    pthread_mutex_lock(&one); \
    int done = fails(CAN_SYNC) ? -1 : real(fd); \
    if (!done) record('S', known(fd), 0, 0, NULL); \
    pthread_mutex_unlock(&one); \
    return done; }
SYNC(fsync) SYNC(fdatasync)

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int done = real(path);
    if (!done && ours(path)) record('U', 0, 0, strlen(path), path);
    return done;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int done = real(from, to);
    if (!done && ours(to)) {
        char both[8192];
        int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
        record('R', 0, 0, length, both);
    }
    return done;
}
