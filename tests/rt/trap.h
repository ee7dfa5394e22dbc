// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Calls that may wait for somebody else, trapped: the executable defines them itself, so that the
/// library and what it calls (libfftw, libsoxr ...) come by here. Between trap_arm() and
/// trap_disarm() each is counted and named; it still does its work. glibc only.
#ifndef LQ_TESTS_TRAP_H
#define LQ_TESTS_TRAP_H

#include "check.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

void* __libc_malloc(size_t n);
void* __libc_calloc(size_t n, size_t size);
void* __libc_realloc(void* p, size_t n);
void* __libc_memalign(size_t align, size_t n);
void  __libc_free(void* p);

static _Thread_local bool        trap_armed;
static _Thread_local unsigned    trap_n;
static _Thread_local const char* trap_first; ///< the first call that was caught

static inline void trap_arm(void)
{
  trap_n     = 0;
  trap_first = NULL;
  trap_armed = true;
}

/// @return calls caught
static inline unsigned trap_disarm(void)
{
  trap_armed = false;
  return trap_n;
}

static void caught(const char* const name)
{
  if (trap_armed) {
    trap_first = trap_n++ ? trap_first : name;
  }
}

void* malloc(const size_t n)
{
  caught("malloc");
  return __libc_malloc(n);
}

void* calloc(const size_t n, const size_t size)
{
  caught("calloc");
  return __libc_calloc(n, size);
}

void* realloc(void* const p, const size_t n)
{
  caught("realloc");
  return __libc_realloc(p, n);
}

void* aligned_alloc(const size_t align, const size_t n)
{
  caught("aligned_alloc");
  return __libc_memalign(align, n);
}

void* memalign(size_t align, size_t n);
void* memalign(const size_t align, const size_t n)
{
  caught("memalign");
  return __libc_memalign(align, n);
}

int posix_memalign(void** const p, const size_t align, const size_t n)
{
  caught("posix_memalign");
  *p = __libc_memalign(align, n);
  return *p ? 0 : ENOMEM;
}

void free(void* const p)
{
  if (p) { // free(NULL) waits for nobody
    caught("free");
  }
  __libc_free(p);
}

int open(const char* const path, const int flags, ...)
{
  caught("open");
  va_list args;
  va_start(args, flags);
  const int mode = va_arg(args, int);
  va_end(args);
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t read(const int fd, void* const to, const size_t n)
{
  caught("read");
  return syscall(SYS_read, fd, to, n);
}

ssize_t write(const int fd, const void* const from, const size_t n)
{
  caught("write");
  return syscall(SYS_write, fd, from, n);
}

// What stands behind ours, looked up before anything is armed.
typedef int trap_of_mutex(pthread_mutex_t*);
typedef int trap_of_clock(clockid_t, struct timespec*);
typedef int trap_of_text(FILE*, const char*, va_list);

static trap_of_mutex* real_lock;
static trap_of_clock* real_clock;
static trap_of_text*  real_vfprintf;

__attribute__((constructor)) static void trap_find(void)
{
  *(void**)&real_lock     = dlsym(RTLD_NEXT, "pthread_mutex_lock");
  *(void**)&real_clock    = dlsym(RTLD_NEXT, "clock_gettime");
  *(void**)&real_vfprintf = dlsym(RTLD_NEXT, "vfprintf");
}

int pthread_mutex_lock(pthread_mutex_t* const m)
{
  caught("pthread_mutex_lock");
  return real_lock ? real_lock(m) : 0; // before trap_find() there is one thread
}

int clock_gettime(const clockid_t clock, struct timespec* const t)
{
  caught("clock_gettime");
  return real_clock ? real_clock(clock, t) : -1;
}

int printf(const char* const format, ...)
{
  caught("printf");
  va_list args;
  va_start(args, format);
  const int n = real_vfprintf(stdout, format, args);
  va_end(args);
  return n;
}

int fprintf(FILE* const to, const char* const format, ...)
{
  caught("fprintf");
  va_list args;
  va_start(args, format);
  const int n = real_vfprintf(to, format, args);
  va_end(args);
  return n;
}

int puts(const char* const words)
{
  caught("puts");
  return fputs_unlocked(words, stdout) < 0 ? EOF : putc_unlocked('\n', stdout);
}

// What the library's calls are named when it is built with _FORTIFY_SOURCE.
int __printf_chk(int flag, const char* format, ...);
int __printf_chk(const int flag, const char* const format, ...)
{
  (void)flag;
  caught("printf");
  va_list args;
  va_start(args, format);
  const int n = real_vfprintf(stdout, format, args);
  va_end(args);
  return n;
}

int __fprintf_chk(FILE* to, int flag, const char* format, ...);
int __fprintf_chk(FILE* const to, const int flag, const char* const format, ...)
{
  (void)flag;
  caught("fprintf");
  va_list args;
  va_start(args, format);
  const int n = real_vfprintf(to, format, args);
  va_end(args);
  return n;
}

/// The trap itself: each call is caught when armed and let through when not.
static inline void traps_catch(void)
{
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  struct timespec now;
  char            byte;
  void* volatile p = NULL;
  for (unsigned armed = 0; armed < 2; ++armed) {
    unsigned n[8] = {0};
    trap_arm();
    trap_armed = armed;
    p          = malloc(10);
    n[0]       = trap_n;
    p          = realloc(p, 100000);
    n[1]       = trap_n;
    free(p);
    n[2] = trap_n;
    p    = calloc(3, 3);
    free(p);
    n[3] = trap_n;
    p    = aligned_alloc(64, 64);
    free(p);
    n[4]         = trap_n;
    const int fd = open("/dev/null", O_RDWR);
    (void)!read(fd, &byte, 1);
    (void)!write(fd, "x", 1);
    n[5] = trap_n;
    (void)pthread_mutex_lock(&m);
    (void)pthread_mutex_unlock(&m);
    n[6] = trap_n;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    (void)printf("# a word from inside the trap\n");
    n[7] = trap_n;
    (void)trap_disarm();
    close(fd);
    static const unsigned want[] = {1, 2, 3, 5, 7, 10, 11, 13};
    for (unsigned i = 0; i < 8; ++i) {
      CHECK_NEAR(n[i], armed ? want[i] : 0, 0);
    }
    trap_n = 0;
  }
}

#endif
