// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Takes: what is read is what was written, wherever one reads and however many do; and a disk that
// is full says so.
#include "session_tools.h"

#include "base/thread.h"
#include "engine/bounce.h"
#include "engine/take.h"
#include "engine/takes.h"

#include <signal.h>
#include <sys/resource.h>

enum { FRAMES = 100003, READERS = 16 };

static lq_take* written(const unsigned n_channels)
{
  static float x[2][LQ_MAX_FRAMES];
  lq_take*     take = NULL;
  lq_error     e    = {0};
  CHECK(!lq_take_new(&take, "/tmp", "noise", 48000, n_channels, &e));
  const lq_sink sink = lq_take_sink(take);
  for (size_t at = 0, n = 1; at < FRAMES; at += n, n = n % LQ_MAX_FRAMES + 37) {
    n = n > LQ_MAX_FRAMES ? LQ_MAX_FRAMES : n;
    n = n > FRAMES - at ? FRAMES - at : n;
    for (size_t i = 0; i < n; ++i) {
      x[0][i] = noise_at(1, at + i);
      x[1][i] = noise_at(2, at + i);
    }
    const float* const of[2] = {x[0], x[1]};
    CHECK(!sink.write(sink.user, of, n, &e));
  }
  CHECK(!lq_take_end(take, &e));
  CHECK(lq_take_frames(take) == FRAMES);
  return take;
}

typedef struct {
  const lq_take* take;
  bool           same[READERS];
} reading;

// Each reader from a place and in steps of its own.
static void read_some(void* const user, const size_t reader)
{
  static const size_t steps[] = {1, 3, 63, 64, 500, 1023, 1024, 1025, 3000};
  reading* const      r       = user;
  const size_t        n       = steps[reader % (sizeof steps / sizeof *steps)];
  float* const        x       = malloc(2 * n * sizeof *x);
  float* const        to[2]   = {x, x + n};
  bool                same    = x != NULL;
  for (size_t at = reader * 977, k = 0; same && at + n <= FRAMES && k < 400; at += n, ++k) {
    same = !lq_take_read(r->take, at, to, n, NULL);
    for (size_t i = 0; i < n && same; ++i) {
      same = x[i] == noise_at(1, at + i) &&
             (lq_take_channels(r->take) == 1 || to[1][i] == noise_at(2, at + i));
    }
  }
  free(x);
  r->same[reader] = same;
}

static void many_read_what_was_written(void) // fixed: blocks of any size, four threads
{
  for (unsigned n_channels = 1; n_channels <= 2; ++n_channels) {
    lq_crew* crew = NULL;
    reading  r    = {.take = written(n_channels)};
    CHECK(!lq_crew_new(&crew, 4));
    lq_crew_run(crew, READERS, read_some, &r);
    lq_crew_free(crew);
    for (size_t i = 0; i < READERS; ++i) {
      CHECK(r.same[i]);
    }
    lq_take_free((lq_take*)r.take);
  }
}

static void a_folder_that_is_not_there_is_no_matter(void)
{
  lq_take* take = NULL;
  CHECK(!lq_take_new(&take, "/nowhere/at/all", "noise", 48000, 2, NULL));
  lq_take_free(take);
}

// As many bytes as a process may write: like a disk that is full.
static void a_full_disk_is_an_error_that_says_how_much_it_takes(void)
{
  static const float x[LQ_MAX_FRAMES];
  const float* const of[2] = {x, x};
  struct rlimit      was, little = {.rlim_cur = 100000};
  lq_take*           take = NULL;
  lq_error           e    = {0};
  lq_status          st   = LQ_OK;
  signal(SIGXFSZ, SIG_IGN);
  CHECK(!getrlimit(RLIMIT_FSIZE, &was));
  little.rlim_max = was.rlim_max;
  CHECK(!setrlimit(RLIMIT_FSIZE, &little));
  CHECK(!lq_take_new(&take, "/tmp", "noise", 48000, 2, &e));
  const lq_sink sink = lq_take_sink(take);
  for (unsigned i = 0; i < 100 && !st; ++i) {
    st = sink.write(sink.user, of, LQ_MAX_FRAMES, &e);
  }
  CHECK(!setrlimit(RLIMIT_FSIZE, &was));
  CHECK(st == LQ_ERR_WRITE);
  CHECK(strstr(e.text, "cannot be kept between two steps") && strstr(e.text, "24 MB a minute"));
  lq_take_free(take);
}

// Source -> chain -> rate -> chain in one go, and in three steps over takes.
static void in_steps_are_the_same_bits_as_in_one_go(void)
{
  desk d = desk_new(0);
  desk_late(&d, lq_session_add(d.session, LQ_STRIP_BUS, "a"), 700);
  desk_late(&d, lq_session_add(d.session, LQ_STRIP_BUS, "b"), 33);
  const lq_chain* const a       = &lq_session_find(d.session, "a")->chain;
  const lq_chain* const b       = &lq_session_find(d.session, "b")->chain;
  const lq_bounce       whole   = {.path        = desk_noise(&d, 44100, 1, 30011, 1),
                                   .chain       = a,
                                   .stereo      = true,
                                   .out_rate_hz = 48000,
                                   .out_chain   = b};
  const double          rates[] = {48000, 0, 48000, 44100};
  lq_takes              takes   = {0};
  lq_error              e       = {0};
  tape                  one = {0}, two = {0};
  CHECK(!lq_takes_make(&takes, whole.path, a, rates, 4, "/tmp", NULL, &e));
  CHECK(takes.n == 2); // two rates in all, each made once
  CHECK(lq_takes_at(&takes, 0) == lq_takes_at(&takes, 44100));
  const lq_bounce last = {.take = lq_takes_at(&takes, 48000), .out_chain = b};
  CHECK(!lq_bounce_run(&whole, (lq_sink){tape_write, &one}, NULL, NULL, &e));
  CHECK(!lq_bounce_run(&last, (lq_sink){tape_write, &two}, NULL, NULL, &e));
  CHECK(one.n == two.n && one.n > 30000);
  for (unsigned c = 0; c < 2; ++c) {
    CHECK(!memcmp(one.x[c], two.x[c], one.n * sizeof(float)));
  }
  tape_free(&one);
  tape_free(&two);
  lq_takes_free(&takes);
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(many_read_what_was_written),
                                   CHECK_TEST(a_folder_that_is_not_there_is_no_matter),
                                   CHECK_TEST(a_full_disk_is_an_error_that_says_how_much_it_takes),
                                   CHECK_TEST(in_steps_are_the_same_bits_as_in_one_go)};
CHECK_MAIN(tests)
