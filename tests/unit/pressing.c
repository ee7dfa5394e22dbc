// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Sides from sound: what is decided, what stands in the files, whatever the threads.
#include "proc_tools.h"

#include "audio_tools.h"

#include "assist/pressing.h"
#include "base/pool.h"
#include "proc/all.h"
#include "session/plan.h"
#include "session/vinyl.h"

enum { RATE = 48000, SONG_SEC = 12, GAP_SEC = 1, N_SONGS = 4 };
enum { SONG = RATE * SONG_SEC, GAP = RATE * GAP_SEC, N = N_SONGS * SONG + (N_SONGS - 1) * GAP };

static float    memory[2][N];
static lq_pool* pool;
static lq_vinyl vinyl;

static lq_status read_memory(void* const user, const uint64_t frame, float* const* const x,
                             const size_t n_frames, lq_error* const error)
{
  (void)user, (void)error;
  CHECK(frame + n_frames <= N);
  memcpy(x[0], memory[0] + frame, n_frames * sizeof **x);
  memcpy(x[1], memory[1] + frame, n_frames * sizeof **x);
  return LQ_OK;
}

static lq_pressing_job job(lq_pressing_source* const source, lq_pressing_song* const songs)
{
  static const unsigned    sides[]  = {0, 2};
  static const char* const titles[] = {"One", "Two <&>", "Three", "Four"};
  *source =
      (lq_pressing_source){.rate_hz = RATE, .n_channels = 2, .n_frames = N, .read = read_memory};
  for (unsigned i = 0; i < N_SONGS; ++i) {
    songs[i] = (lq_pressing_song){.title       = titles[i],
                                  .start_frame = (uint64_t)i * (SONG + GAP),
                                  .end_frame   = (uint64_t)i * (SONG + GAP) + SONG};
  }
  return (lq_pressing_job){.title     = "Test",
                           .catalogue = "T1",
                           .source    = source,
                           .songs     = songs,
                           .n_songs   = N_SONGS,
                           .sides     = sides,
                           .n_sides   = 2,
                           .vinyl     = &vinyl,
                           .record    = LQ_RECORD_12_33,
                           .level_db  = (double)NAN,
                           .force     = true,
                           .folder    = tool_folder};
}

// Four songs of soft noise from 150 to 600 Hz that swells, the same on both sides.
static void calm(const double level)
{
  for (unsigned s = 0; s < N_SONGS; ++s) {
    double low[4] = {0}, lower = 0;
    for (size_t i = 0; i < SONG; ++i) {
      const size_t at = (size_t)s * (SONG + GAP) + i;
      double       x  = (double)(lq_rng_at(s, i) >> 11U) * 0x1p-52 - 1.0;
      for (unsigned k = 0; k < 4; ++k) {
        low[k] += 0.08 * (x - low[k]);
        x = low[k];
      }
      lower += 0.02 * (x - lower);
      memory[0][at] = memory[1][at] =
          (float)(level * (x - lower) * (0.7 - 0.3 * cos(2 * LQ_PI * (double)i / 24000)));
    }
  }
}

static void silence(void)
{
  (void)tool_path("");
  memset(memory, 0, sizeof memory);
}

static lq_pressing press(const lq_pressing_job* const j, const unsigned n_jobs)
{
  lq_pressing             p     = {0};
  lq_error                error = {0};
  const lq_render_options o     = {.n_jobs = n_jobs};
  CHECK(!lq_pressing_make(&p, j, pool, &o, &error));
  if (*error.text) {
    printf("# %s\n", error.text);
  }
  return p;
}

static const lq_device* device(const lq_side* const side, const lq_proc* const proc)
{
  for (size_t i = 0; i < side->chain.n; ++i) {
    if (side->chain.devices[i].proc == proc) {
      return &side->chain.devices[i];
    }
  }
  return NULL;
}

static void what_needs_nothing_gets_gain_alone(void)
{
  lq_pressing_source source;
  lq_pressing_song   songs[N_SONGS];
  silence();
  calm(1);
  const lq_pressing_job j = job(&source, songs);
  const lq_pressing     p = press(&j, 2);
  CHECK(p.n_sides == 2 && p.n_rules == 0);
  double most_dbtp = -100;
  for (size_t i = 0; i < p.n_sides; ++i) {
    const lq_side* const s = &p.sides[i];
    CHECK(s->chain.n == 1 && device(s, &lq_trim) && device(s, &lq_trim)->why);
    CHECK(s->m.n_frames == 2 * SONG + GAP && s->n_songs == 2);
    most_dbtp = fmax(most_dbtp, s->peak_dbtp);
  }
  CHECK_NEAR(most_dbtp, vinyl.ceiling_dbtp, 0.02);
  CHECK_NEAR(p.sides[0].gain_db, p.sides[1].gain_db, 0);
  CHECK_NEAR(p.sides[0].songs[1].start_sec, SONG_SEC + GAP_SEC, 1e-9);
}

static void the_file_is_the_music(void) // after the test before: its files stand there
{
  lq_audio_in* in    = NULL;
  lq_error     error = {0};
  static float left[2 * SONG + GAP], right[2 * SONG + GAP];
  float* const x[] = {left, right};
  size_t       n   = 0;
  CHECK(!lq_audio_in_open(&in, tool_path("T1_B.wav"), &error));
  CHECK(in && lq_audio_in_info(in)->bits == 24 && lq_audio_in_info(in)->rate_hz == RATE);
  CHECK(in && !lq_audio_in_read(in, x, 2 * SONG + GAP, &n, &error) && n == 2 * SONG + GAP);
  lq_audio_in_close(in);
  const float* const from = memory[0] + 2 * (SONG + GAP);
  double             dot = 0, power = 0, off = 0;
  for (size_t i = 0; i < n; ++i) {
    dot += (double)left[i] * (double)from[i];
    power += (double)from[i] * (double)from[i];
  }
  for (size_t i = 0; i < n; ++i) {
    off = fmax(off, fabs((double)left[i] - dot / power * (double)from[i]));
  }
  CHECK_AT_MOST(off, 0x1p-21); // dither of 24 bits
}

static void bass_out_of_phase_is_brought_together(void)
{
  lq_pressing_source source;
  lq_pressing_song   songs[N_SONGS];
  silence();
  calm(1);
  for (size_t i = 0; i < SONG; ++i) {
    const double bass = 0.1 * sin(2 * LQ_PI * 60 * (double)i / RATE);
    memory[0][i] += (float)bass;
    memory[1][i] -= (float)bass;
  }
  const lq_pressing_job  j = job(&source, songs);
  const lq_pressing      p = press(&j, 2);
  const lq_device* const d = device(&p.sides[0], &lq_elliptical);
  CHECK(d && d->why && strstr(d->why, "out of phase"));
  CHECK(d && lq_device_get(d, "freq") >= 150);
  CHECK(!device(&p.sides[1], &lq_elliptical)); // the other side has no such bass
  lq_pressing_job raw    = job(&source, songs);
  raw.as_is              = true;
  const lq_pressing bare = press(&raw, 2);
  CHECK(bare.sides[0].chain.n == 1 && bare.sides[0].low.apart > 0.1);
  CHECK(bare.sides[0].n_worries > 0);
  CHECK_AT_MOST(p.sides[0].low.side_db[0], bare.sides[0].low.side_db[0] - 15); // 60 Hz
}

// Bursts of 8 kHz through all songs, on a record whose last turns are its first: the nearer the
// end, the lower the limit.
static void treble_is_held_by_the_radius(void)
{
  lq_pressing_source source;
  lq_pressing_song   songs[N_SONGS];
  silence();
  calm(2);
  for (size_t i = 0; i < N; ++i) {
    const double part = fmod((double)i / 4800, 1); // soft bursts: a sudden one bends the most
    const double loud = i / 4800 % 10 ? 0 : 0.2 * (0.5 - 0.5 * cos(2 * LQ_PI * part));
    const double s    = loud * sin(2 * LQ_PI * 8000 * (double)i / RATE);
    memory[0][i] += (float)s;
    memory[1][i] += (float)s;
  }
  const double outer_mm                        = vinyl.records[LQ_RECORD_12_33].side.outer_mm;
  vinyl.records[LQ_RECORD_12_33].side.outer_mm = 62;
  vinyl.records[LQ_RECORD_12_33].side.inner_mm = 59;
  lq_pressing_job j                            = job(&source, songs);
  j.level_db                                   = -2;
  const lq_pressing p                          = press(&j, 2);
  lq_pressing_job   raw                        = j;
  raw.as_is                                    = true;
  const lq_device* const d                     = device(&p.sides[0], &lq_dyneq);
  CHECK(d && d->why && d->curves);
  const lq_curve* const c = d ? &d->curves[LQ_DYNEQ_N + LQ_DYNEQ_BAND_THRESHOLD] : NULL;
  CHECK(c && c->n >= 2 && c->points[0].value > c->points[c->n - 1].value);
  const double treated_um = p.sides[0].spiral.curve_um.value;
  const double bare_um    = press(&raw, 2).sides[0].spiral.curve_um.value;
  printf("# tightest bend %.1f um, bare %.1f um; scale %.1f; limit %.1f to %.1f dB\n", treated_um,
         bare_um, p.sides[0].scale_db, c ? (double)c->points[0].value : 0,
         c ? (double)c->points[c->n - 1].value : 0);
  CHECK(treated_um > 1.3 * bare_um);
  vinyl.records[LQ_RECORD_12_33].side.outer_mm = outer_mm;
  vinyl.records[LQ_RECORD_12_33].side.inner_mm = 57.5;
}

static void threads_do_not_matter(void)
{
  lq_pressing_source       source;
  lq_pressing_song         songs[N_SONGS];
  static const char* const names[] = {"T1_A.wav", "T1_B.chain.yaml", "sides.txt", "groove-A.svg"};
  unsigned char*           kept[4];
  size_t                   n_kept[4];
  const lq_pressing_job    j = job(&source, songs);
  (void)press(&j, 1);
  for (unsigned i = 0; i < 4; ++i) {
    kept[i] = tool_load(tool_path(names[i]), &n_kept[i]);
  }
  (void)press(&j, 3);
  for (unsigned i = 0; i < 4; ++i) {
    size_t               n     = 0;
    unsigned char* const again = tool_load(tool_path(names[i]), &n);
    CHECK(n && n == n_kept[i] && !memcmp(again, kept[i], n));
    free(again);
    free(kept[i]);
  }
}

static void the_chain_that_is_written_can_be_read(void)
{
  lq_chain chain = {0};
  lq_error error = {0};
  CHECK(!lq_chain_parse(&chain, pool, tool_path("T1_A.chain.yaml"), &error));
  CHECK(chain.n >= 1 && chain.devices[chain.n - 1].proc == &lq_trim);
  CHECK(chain.n && chain.devices[chain.n - 1].why);
}

static void silence_makes_a_side_too(void)
{
  lq_pressing_source source;
  lq_pressing_song   songs[N_SONGS];
  silence();
  const lq_pressing_job j = job(&source, songs);
  const lq_pressing     p = press(&j, 2);
  CHECK(p.n_sides == 2 && p.sides[0].spiral.used_mm > 0);
}

static void sides_that_make_no_sense_are_refused(void)
{
  static const unsigned bad[][2] = {{1, 2}, {0, 0}, {0, 4}};
  lq_pressing_source    source;
  lq_pressing_song      songs[N_SONGS];
  for (unsigned i = 0; i < 3; ++i) {
    lq_pressing             p     = {0};
    lq_error                error = {0};
    const lq_render_options o     = {.n_jobs = 1};
    lq_pressing_job         j     = job(&source, songs);
    j.sides                       = bad[i];
    CHECK(lq_pressing_make(&p, &j, pool, &o, &error) == LQ_ERR_USAGE);
    CHECK(strstr(error.text, "every side to hold a song") && !p.sides);
  }
}

static const check_test tests[] = {
    CHECK_TEST(what_needs_nothing_gets_gain_alone),
    CHECK_TEST(the_file_is_the_music),
    CHECK_TEST(bass_out_of_phase_is_brought_together),
    CHECK_TEST(treble_is_held_by_the_radius),
    CHECK_TEST(threads_do_not_matter),
    CHECK_TEST(the_chain_that_is_written_can_be_read),
    CHECK_TEST(silence_makes_a_side_too),
    CHECK_TEST(sides_that_make_no_sense_are_refused),
};

int main(void)
{
  lq_error error = {0};
  if (lq_pool_new(&pool) || lq_vinyl_load(&vinyl, pool, &error)) {
    printf("Bail out! %s\n", error.text);
    return 1;
  }
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  lq_pool_free(pool);
  tool_done();
  return code;
}
