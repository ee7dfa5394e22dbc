// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/term.h"

#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// The one thing a signal handler may touch.
static volatile sig_atomic_t interrupted;

static void on_signal(const int number)
{
  (void)number;
  interrupted = 1;
}

void lq_signals_catch(void)
{
  struct sigaction stop = {.sa_handler = on_signal};
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGTERM, &stop, NULL);
  struct sigaction hangup;
  if (sigaction(SIGHUP, NULL, &hangup) || hangup.sa_handler != SIG_IGN) { // nohup stays in force
    sigaction(SIGHUP, &stop, NULL);
  }
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, NULL);
  sigaction(SIGXFSZ, &ignore, NULL);
}

bool lq_interrupted(void)
{
  return interrupted != 0;
}

static double now_sec(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool is_terminal(void)
{
  const char* const term = getenv("TERM");
  return isatty(STDERR_FILENO) && !(term && !strcmp(term, "dumb"));
}

lq_progress lq_progress_start(const lq_args* const args, const char* const what)
{
  return (lq_progress){.what        = what,
                       .shown       = !args->quiet && is_terminal(),
                       .quiet       = args->quiet,
                       .started_sec = now_sec()};
}

bool lq_progress_step(void* const progress, const double done)
{
  lq_progress* const p   = progress;
  const double       now = now_sec();
  if (p->shown && now - atomic_load(&p->drawn_sec) > 0.1) {
    const double spent = now - p->started_sec;
    if (done > 0.02 && spent > 0.5) {
      fprintf(stderr, "\r%s  %3.0f %%  %.0f s left \033[K", p->what, done * 100,
              spent * (1 - done) / done);
    } else {
      fprintf(stderr, "\r%s  %3.0f %% \033[K", p->what, done * 100);
    }
    atomic_store(&p->drawn_sec, now);
  }
  return interrupted != 0;
}

void lq_progress_end(lq_progress* const p, const lq_status status)
{
  if (p->shown) {
    fprintf(stderr, "\r\033[K");
  }
  if (!p->quiet && !status) {
    fprintf(stderr, "%s  %.1f s\n", p->what, now_sec() - p->started_sec);
  }
}

int lq_exit_code(const lq_status status)
{
  switch (status) {
  case LQ_OK:
    return LQ_EXIT_DONE;
  case LQ_ERR_USAGE:
    return LQ_EXIT_USAGE;
  case LQ_ERR_NOT_FOUND:
  case LQ_ERR_READ:
  case LQ_ERR_FORMAT:
  case LQ_ERR_SYNTAX:
  case LQ_ERR_UNKNOWN:
  case LQ_ERR_BAD_VALUE:
  case LQ_ERR_BAD_TYPE:
  case LQ_ERR_MISSING:
  case LQ_ERR_LOOP:
  case LQ_ERR_LIMIT:
    return LQ_EXIT_INPUT;
  case LQ_ERR_EXISTS:
  case LQ_ERR_WRITE:
    return LQ_EXIT_OUTPUT;
  case LQ_ERR_GATE:
    return LQ_EXIT_GATE;
  case LQ_ERR_CANCELLED:
    return LQ_EXIT_INTERRUPTED;
  default:
    return LQ_EXIT_FAILED;
  }
}

int lq_report_error(const lq_error* const error)
{
  const bool        colour = is_terminal() && !getenv("NO_COLOR");
  const char* const red    = colour ? "\033[31m" : "";
  const char* const plain  = colour ? "\033[0m" : "";
  if (error->status == LQ_ERR_CANCELLED) {
    fprintf(stderr, "%slacquer: stopped%s; nothing half-written was left behind.\n", red, plain);
    return LQ_EXIT_INTERRUPTED;
  }
  fprintf(stderr, "%slacquer:%s ", red, plain);
  if (*error->file && !strstr(error->text, error->file)) {
    fprintf(stderr, "%s:", error->file);
    if (error->line) {
      fprintf(stderr, "%u:%u:", error->line, error->column);
    }
    fprintf(stderr, " ");
  }
  fprintf(stderr, "%s", *error->text ? error->text : lq_status_name(error->status));
  if (*error->path) {
    fprintf(stderr, " (%s)", error->path);
  }
  fprintf(stderr, "\n");
  return lq_exit_code(error->status);
}

void lq_say(const lq_args* const args, const char* const format, ...)
{
  if (args->quiet) {
    return;
  }
  va_list list;
  va_start(list, format);
  (void)vfprintf(stderr, format, list);
  va_end(list);
}
