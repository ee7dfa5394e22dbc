// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reels: takes on a timeline against sums made sample by sample in double; bits that do not depend
// on how they were read; and what was not touched is the take.
#include "session_tools.h"

#include "base/thread.h"
#include "engine/bounce.h"
#include "engine/reel.h"

enum { RATE = 48000, FRAMES = 40000, LENGTH = 130000 };

static lq_take* take(const uint64_t seed, const unsigned n_channels)
{
  lq_take*     t = NULL;
  lq_error     e = {0};
  float* const x = malloc(2 * FRAMES * sizeof *x);
  for (size_t i = 0; i < FRAMES; ++i) {
    x[i]          = noise_at(seed, i);
    x[FRAMES + i] = noise_at(seed + 1000, i);
  }
  const float* const of[2] = {x, x + FRAMES};
  CHECK(!lq_take_new(&t, "/tmp", "noise", RATE, n_channels, &e));
  const lq_sink sink = lq_take_sink(t);
  CHECK(!sink.write(sink.user, of, FRAMES, &e) && !lq_take_end(t, &e));
  free(x);
  return t;
}

typedef struct {
  lq_take*     takes[3];
  uint64_t     seeds[3];
  lq_reel_clip clips[4];
  lq_reel*     reel;
} spliced;

// Alone, over each other, three at once, with every shape of fade, mono, and beyond a take's end.
static spliced splice(void)
{
  spliced            s        = {.takes = {take(1, 2), take(2, 2), take(3, 1)}, .seeds = {1, 2, 3}};
  const lq_reel_clip clips[4] = {
      {.take = s.takes[0], .at_frame = 500, .n_frames = FRAMES, .fade_out_frames = 9000},
      {.take            = s.takes[1],
       .at_frame        = 31000,
       .offset_frames   = 777,
       .n_frames        = 30000,
       .gain_db         = -4.5,
       .fade_in_frames  = 9500,
       .fade_in_shape   = LQ_FADE_POWER,
       .fade_out_frames = 3,
       .fade_out_shape  = LQ_FADE_LINEAR},
      {.take = s.takes[2], .at_frame = 39999, .offset_frames = 30000, .n_frames = 20000},
      {.take = s.takes[0], .at_frame = 80001, .offset_frames = 11, .n_frames = 30000}};
  CHECK(!lq_reel_new(&s.reel, "reel", RATE, 2, LENGTH));
  for (unsigned i = 0; i < 4; ++i) {
    s.clips[i] = clips[i];
    CHECK(!lq_reel_add(s.reel, &clips[i]));
  }
  return s;
}

static void unsplice(spliced* const s)
{
  lq_reel_free(s->reel);
  for (unsigned i = 0; i < 3; ++i) {
    lq_take_free(s->takes[i]);
  }
}

static double fade(const lq_fade shape, const double along)
{
  return shape == LQ_FADE_LINEAR  ? along
         : shape == LQ_FADE_POWER ? sin(0.5 * M_PI * along)
                                  : 0.5 - 0.5 * cos(M_PI * along);
}

static double wanted(const spliced* const s, const unsigned c, const uint64_t frame)
{
  double sum = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const lq_reel_clip* const k  = &s->clips[i];
    const double              at = (double)frame - (double)k->at_frame, n = (double)k->n_frames;
    uint64_t                  seed = 0;
    for (unsigned t = 0; t < 3; ++t) {
      seed = k->take == s->takes[t] ? s->seeds[t] : seed;
    }
    const uint64_t from = k->offset_frames + frame - k->at_frame;
    if (at < 0 || at >= n || from >= FRAMES) {
      continue;
    }
    const bool right = c && lq_take_channels(k->take) == 2;
    double     x     = (double)noise_at(seed + (right ? 1000 : 0), (size_t)from);
    x *= pow(10, k->gain_db / 20);
    x *= at < (double)k->fade_in_frames
             ? fade(k->fade_in_shape, (at + 0.5) / (double)k->fade_in_frames)
             : 1;
    x *= n - 1 - at < (double)k->fade_out_frames
             ? fade(k->fade_out_shape, (n - 0.5 - at) / (double)k->fade_out_frames)
             : 1;
    sum += x;
  }
  return sum;
}

static void reels_are_sums(void) // fixed: noise at -12 dBFS; got against double, -140 dB
{
  spliced      s     = splice();
  float* const x     = malloc(2 * LENGTH * sizeof *x);
  float* const to[2] = {x, x + LENGTH};
  double       worst = 0;
  CHECK(!lq_reel_read(s.reel, 0, to, LENGTH, NULL));
  for (size_t i = 0; i < LENGTH; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      worst = fmax(worst, fabs((double)to[c][i] - wanted(&s, c, i)));
    }
  }
  CHECK_AT_MOST(worst, 1e-7);
  free(x);
  unsplice(&s);
}

static void what_lies_alone_is_the_take(void)
{
  spliced      s = splice();
  float        x[2][3000];
  float* const to[2] = {x[0], x[1]};
  CHECK(!lq_reel_read(s.reel, 90000, to, 3000, NULL));
  for (size_t i = 0; i < 3000; ++i) {
    CHECK(x[0][i] == noise_at(1, 90000 - 80001 + 11 + i));
    CHECK(x[1][i] == noise_at(1001, 90000 - 80001 + 11 + i));
  }
  CHECK(!lq_reel_read(s.reel, 125000, to, 3000, NULL));
  for (size_t i = 0; i < 3000; ++i) {
    CHECK(x[0][i] == 0 && x[1][i] == 0); // behind the last clip
  }
  unsplice(&s);
}

enum { READERS = 12 };

typedef struct {
  const lq_reel* reel;
  const float*   all; ///< [2][LENGTH]
  bool           same[READERS];
} reading;

static void read_some(void* const user, const size_t reader)
{
  static const size_t steps[] = {1, 7, 64, 1000, 1023, 1024, 1025, 5000};
  reading* const      r       = user;
  const size_t        n       = steps[reader % 8];
  float* const        x       = malloc(2 * n * sizeof *x);
  float* const        to[2]   = {x, x + n};
  bool                same    = true;
  for (size_t at = reader * 911, k = 0; same && at + n <= LENGTH && k < 3000; at += n, ++k) {
    same = !lq_reel_read(r->reel, at, to, n, NULL) && !memcmp(to[0], r->all + at, n * sizeof *x) &&
           !memcmp(to[1], r->all + LENGTH + at, n * sizeof *x);
  }
  free(x);
  r->same[reader] = same;
}

static void blocks_and_readers_do_not_matter(void) // fixed: four threads, twelve readers
{
  spliced      s     = splice();
  float* const x     = malloc(2 * LENGTH * sizeof *x);
  float* const to[2] = {x, x + LENGTH};
  reading      r     = {.reel = s.reel, .all = x};
  lq_crew*     crew  = NULL;
  CHECK(!lq_reel_read(s.reel, 0, to, LENGTH, NULL));
  CHECK(!lq_crew_new(&crew, 4));
  lq_crew_run(crew, READERS, read_some, &r);
  lq_crew_free(crew);
  for (size_t i = 0; i < READERS; ++i) {
    CHECK(r.same[i]);
  }
  free(x);
  unsplice(&s);
}

static void heard(void* const user, const size_t mark, float (*const meters)[LQ_PROC_MAX_METERS])
{
  ((float*)user)[mark] = meters[0][0];
}

// A device that is late and tells its peak, over a reel and over a part of it.
static void a_chain_runs_over_a_reel(void)
{
  spliced s = splice();
  desk    d = desk_new(0);
  desk_late(&d, lq_session_add(d.session, LQ_STRIP_BUS, "a"), 1500);
  const lq_chain* const chain    = &lq_session_find(d.session, "a")->chain;
  const uint64_t        marks[3] = {500, 70000, 110000};
  float                 peaks[3] = {-1, -1, -1};
  lq_bounce             b        = {.reel      = s.reel,
                                    .out_chain = chain,
                                    .marks     = {.frames = marks, .n = 3, .hear = heard, .user = peaks}};
  tape                  whole = {0}, part = {0}, again = {0};
  lq_error              e = {0};
  CHECK(!lq_bounce_run(&b, (lq_sink){tape_write, &whole}, NULL, NULL, &e));
  CHECK(whole.n == LENGTH);
  float* const x     = malloc(2 * LENGTH * sizeof *x);
  float* const to[2] = {x, x + LENGTH};
  float        most = 0, later = 0;
  CHECK(!lq_reel_read(s.reel, 0, to, LENGTH, NULL));
  CHECK(!memcmp(whole.x[0], to[0], LENGTH * sizeof *x));
  for (size_t i = 0; i < LENGTH; ++i) {
    const float p                 = fmaxf(fabsf(to[0][i]), fabsf(to[1][i]));
    *(i < 71500 ? &most : &later) = fmaxf(i < 71500 ? most : later, i < 111500 ? p : 0);
  }
  CHECK_NEAR(peaks[1], most, 0); // since the mark before, in what went in by then
  CHECK_NEAR(peaks[2], later, 0);
  const float             was[3] = {peaks[0], peaks[1], peaks[2]};
  const lq_render_options blocks = {.block_frames = 37};
  CHECK(!lq_bounce_run(&b, (lq_sink){tape_write, &again}, &blocks, NULL, &e));
  CHECK(tape_same(&again, &whole) && !memcmp(was, peaks, sizeof was));
  b.marks.n     = 0;
  b.reel_frame  = 33333;
  b.reel_frames = 50000;
  CHECK(!lq_bounce_run(&b, (lq_sink){tape_write, &part}, NULL, NULL, &e));
  CHECK(part.n == 50000 && !memcmp(part.x[1], to[1] + 33333, 50000 * sizeof *x));
  free(x);
  tape_free(&whole);
  tape_free(&part);
  tape_free(&again);
  desk_free(&d);
  unsplice(&s);
}

static const check_test tests[] = {
    CHECK_TEST(reels_are_sums), CHECK_TEST(what_lies_alone_is_the_take),
    CHECK_TEST(blocks_and_readers_do_not_matter), CHECK_TEST(a_chain_runs_over_a_reel)};
CHECK_MAIN(tests)
