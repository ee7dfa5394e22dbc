// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/child.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char** environ;

enum { GULP_BYTES = 1 << 16 }; // what a Linux pipe holds

struct lq_child {
  int             in, out; ///< -1: closed
  int             patience_ms;
  lq_child_taker* taker;
  void*           user;
  unsigned        n; ///< programs that still have to be waited for
  pid_t           pid[LQ_CHILD_MAX_PROGRAMS];
  char            fault[64];
  unsigned char   gulp[GULP_BYTES];
};

bool lq_child_find(const char* const name, char* const path, const size_t size)
{
  const char* at = getenv("PATH");
  while (at && *at) {
    const size_t n = strcspn(at, ":");
    struct stat  info;
    if (*at == '/' && (size_t)snprintf(path, size, "%.*s/%s", (int)n, at, name) < size &&
        !stat(path, &info) && S_ISREG(info.st_mode) && !access(path, X_OK)) {
      return true;
    }
    at += n + (at[n] == ':');
  }
  return false;
}

static void shut(int* const fd)
{
  if (*fd >= 0) {
    (void)close(*fd);
    *fd = -1;
  }
}

static pid_t spawn(const char* const* const argv, const int in, const int out)
{
  posix_spawn_file_actions_t files;
  posix_spawnattr_t          how;
  sigset_t                   none, pipes;
  pid_t                      pid = -1;
  (void)sigemptyset(&none);
  (void)sigemptyset(&pipes);
  (void)sigaddset(&pipes, SIGPIPE);
  if (posix_spawn_file_actions_init(&files)) {
    return -1;
  }
  if (posix_spawnattr_init(&how)) {
    (void)posix_spawn_file_actions_destroy(&files);
    return -1;
  }
  const bool failed =
      posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO) ||
      posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO) ||
      posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) ||
      posix_spawnattr_setsigmask(&how, &none) || posix_spawnattr_setsigdefault(&how, &pipes) ||
      posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) ||
      posix_spawn(&pid, argv[0], &files, &how, (char* const*)argv, environ);
  (void)posix_spawnattr_destroy(&how);
  (void)posix_spawn_file_actions_destroy(&files);
  return failed ? -1 : pid;
}

// Ours is a socket, for send() can do without SIGPIPE and write() cannot.
static bool start(lq_child* const c, const char* const* const* const programs, const unsigned n)
{
  int front[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, front)) {
    return false;
  }
  c->in       = front[0];
  int  before = front[1];
  bool fine   = true;
  for (unsigned i = 0; i < n && fine; ++i) {
    int link[2];
    fine = !pipe2(link, O_CLOEXEC);
    if (fine) {
      c->pid[i] = spawn(programs[i], before, link[1]);
      fine      = c->pid[i] > 0;
      c->n += fine;
      shut(&before);
      shut(&link[1]);
      before = link[0];
    }
  }
  c->out = before;
  return fine && !fcntl(c->out, F_SETFL, O_NONBLOCK);
}

lq_status lq_child_start(lq_child** const child, const char* const* const* const programs,
                         const unsigned n_programs, const int patience_ms,
                         lq_child_taker* const taker, void* const user)
{
  assert(n_programs > 0 && n_programs <= LQ_CHILD_MAX_PROGRAMS && patience_ms > 0);
  lq_child* const c = calloc(1, sizeof *c);
  if (!c) {
    return LQ_ERR_MEMORY;
  }
  c->in = c->out = -1;
  c->patience_ms = patience_ms;
  c->taker       = taker;
  c->user        = user;
  if (!start(c, programs, n_programs)) {
    lq_child_free(c);
    return LQ_ERR_FAILED;
  }
  *child = c;
  return LQ_OK;
}

void lq_child_free(lq_child* const c)
{
  if (c) {
    shut(&c->in);
    shut(&c->out);
    for (unsigned i = 0; i < c->n; ++i) {
      (void)kill(c->pid[i], SIGKILL);
    }
    for (unsigned i = 0; i < c->n; ++i) {
      while (waitpid(c->pid[i], NULL, 0) < 0 && errno == EINTR) {
      }
    }
    free(c);
  }
}

const char* lq_child_fault(const lq_child* const c)
{
  return c->fault;
}

static lq_status fault(lq_child* const c, const char* const what)
{
  (void)snprintf(c->fault, sizeof c->fault, "%s", what);
  return LQ_ERR_FAILED;
}

static lq_status too_slow(lq_child* const c)
{
  (void)snprintf(c->fault, sizeof c->fault, "did nothing for %g s", c->patience_ms / 1000.0);
  return LQ_ERR_FAILED;
}

// What is there now.
static lq_status take(lq_child* const c, bool* const ended)
{
  const ssize_t n = read(c->out, c->gulp, sizeof c->gulp);
  *ended          = !n;
  if (n < 0 && errno != EAGAIN && errno != EINTR) {
    return fault(c, "could not be read from");
  }
  return n > 0 ? c->taker(c->user, c->gulp, (size_t)n) : LQ_OK;
}

// Until something can move; then take what came.
static lq_status wait_and_take(lq_child* const c, bool* const ended)
{
  struct pollfd on[2] = {{.fd = c->out, .events = POLLIN}, {.fd = c->in, .events = POLLOUT}};
  const int     n     = poll(on, 2, c->patience_ms); // a closed `in` is -1, which poll skips
  *ended              = false;
  if (n < 0 && errno != EINTR) {
    return fault(c, "could not be waited for");
  }
  if (!n) {
    return too_slow(c);
  }
  return n > 0 && on[0].revents ? take(c, ended) : LQ_OK;
}

lq_status lq_child_write(lq_child* const c, const void* const bytes, const size_t n)
{
  for (size_t done = 0; done < n;) {
    const ssize_t now =
        send(c->in, (const char*)bytes + done, n - done, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (now < 0 && errno != EAGAIN && errno != EINTR) {
      return fault(c, "ended early");
    }
    done += now > 0 ? (size_t)now : 0;
    bool ended = false;
    if (now < 0) {
      LQ_TRY(wait_and_take(c, &ended));
    }
    if (ended) {
      return fault(c, "ended early");
    }
  }
  return LQ_OK;
}

// One that has closed its output has nothing left to do but end.
static lq_status wait_for(lq_child* const c, const pid_t pid)
{
  enum { STEP_MS = 2 };
  int   status = 0;
  pid_t got    = 0;
  for (int ms = 0; !got || (got < 0 && errno == EINTR); ms += STEP_MS) {
    if (ms > c->patience_ms) {
      return too_slow(c);
    }
    got = waitpid(pid, &status, WNOHANG);
    if (!got) {
      (void)nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000L}, NULL);
    }
  }
  if (got < 0) {
    return LQ_OK; // a caller who ignores SIGCHLD is not told how it ended
  }
  --c->n;
  if (WIFEXITED(status) && WEXITSTATUS(status)) {
    (void)snprintf(c->fault, sizeof c->fault, "ended with status %d", WEXITSTATUS(status));
  } else if (WIFSIGNALED(status)) {
    (void)snprintf(c->fault, sizeof c->fault, "was ended by signal %d", WTERMSIG(status));
  } else {
    return LQ_OK;
  }
  return LQ_ERR_FAILED;
}

lq_status lq_child_finish(lq_child* const c)
{
  shut(&c->in);
  for (bool ended = false; !ended;) {
    LQ_TRY(wait_and_take(c, &ended));
  }
  shut(&c->out);
  while (c->n) { // the last first: --n takes it off the list
    const unsigned n = c->n;
    LQ_TRY(wait_for(c, c->pid[n - 1]));
    c->n = n - 1;
  }
  return LQ_OK;
}
