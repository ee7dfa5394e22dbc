// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The codec proof: what is over is found, counted and placed; what cannot be had is said.
#include "codec_tools.h"

#include "base/pool.h"
#include "deliver/codec_jobs.h"
#include "deliver/codec_proof.h"
#include "measure/overs.h"
#include "measure/true_peak_exact.h"

static lq_pool* pool;

static const char* const all[] = {"vorbis 320", "opus 128", "mp3 320", "aac 256"};
enum { N_ALL = sizeof all / sizeof *all, RATE_HZ = 48000 };

// Noise at half of full scale, but for bursts that are 1.4 times as high.
static tool_sound bursts(const size_t n_frames, const double* const at_sec, const unsigned n_bursts)
{
  tool_sound x = tool_sound_new(2, n_frames);
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < n_frames; ++i) {
      const double t  = (double)i / RATE_HZ;
      double       up = 1;
      for (unsigned k = 0; k < n_bursts; ++k) {
        up = c == 1 && t >= at_sec[k] && t < at_sec[k] + 0.03 ? 1.4 : up;
      }
      x.x[c][i] = (float)(0.5 * up * sin(2 * LQ_PI * (300 + 100 * c) * t));
    }
  }
  return x;
}

static void save(const char* const path, const tool_sound* const x)
{
  lq_error error = {0};
  unlink(path);
  CHECK(!tool_write(path, x, (lq_audio_out_spec){.rate_hz = RATE_HZ, .bits = 24}, &error));
}

// fixed: sines at -6 dBFS, three bursts of +2.9 dB on the right, ceiling -4.5 dBTP
static void overs_are_counted_and_placed(void)
{
  static const double at_sec[] = {0.5, 1.25, 1.75};
  const char* const   path     = tool_path("bursts.wav");
  tool_sound          x        = bursts(2 * RATE_HZ, at_sec, 3);
  save(path, &x);
  for (unsigned k = 0; k < N_ALL; ++k) {
    lq_codec_facts f = {0};
    lq_error       error;
    CHECK(!lq_codec_proof_run(path, tool_codec_spec(all[k]), -4.5, pool, &f, &error));
    CHECK(f.available == (k != LQ_CODEC_AAC || tool_has_ffmpeg()));
    if (!f.available) {
      continue;
    }
    CHECK(!f.missing && f.spec.kind == (lq_codec_kind)k && f.rate_hz == RATE_HZ);
    CHECK(f.n_overs == 3 && f.n_listed == 3);
    CHECK_NEAR(f.source_dbtp, lq_lin_to_db(0.7), 0.1); // the jump into the burst rings
    CHECK_NEAR(f.peak_dbtp, f.source_dbtp, 0.6);
    CHECK_NEAR(f.loudness_change_lu, 0, 0.1);
    double most = -100;
    for (size_t i = 0; i < f.n_listed && i < 3; ++i) {
      CHECK(f.overs[i].start_sec > at_sec[i] - 0.01 && f.overs[i].end_sec < at_sec[i] + 0.04);
      CHECK(f.overs[i].end_sec - f.overs[i].start_sec > 0.02);
      CHECK(f.overs[i].channel == 1);
      CHECK(f.overs[i].peak_dbtp > -4.5);
      most = fmax(most, f.overs[i].peak_dbtp);
    }
    CHECK(most == f.peak_dbtp);
    // At the peak itself nothing is over, and just under it one thing is.
    const double peak_dbtp = f.peak_dbtp;
    CHECK(!lq_codec_proof_run(path, f.spec, peak_dbtp + 1e-9, pool, &f, &error) && f.n_overs == 0);
    CHECK(!lq_codec_proof_run(path, f.spec, peak_dbtp - 1e-9, pool, &f, &error) && f.n_overs == 1);
    CHECK(f.peak_dbtp == peak_dbtp);
  }
  tool_sound_free(&x);
}

static void the_list_keeps_the_highest_of_too_many(void)
{
  enum { N = 100 };
  lq_overs o;
  lq_overs_begin(&o, 10, 0.999);
  for (unsigned i = 0; i < N; ++i) {
    lq_overs_hear(&o, i % 2, 100.0 * i + 5, 1 + 0.001 * (i * 37 % N));
    lq_overs_hear(&o, i % 2, 100.0 * i + 3, 1); // a little back, and lower
    lq_overs_hear(&o, i % 2, 100.0 * i + 14, 1);
  }
  lq_overs_finish(&o);
  CHECK(o.n == N && o.n_listed == LQ_OVERS_LISTED);
  for (size_t i = 0; i < o.n_listed; ++i) {
    CHECK(o.listed[i].peak_lin > 1 + 0.001 * (N - LQ_OVERS_LISTED) - 1e-9);
    CHECK(!i || o.listed[i].start_frames > o.listed[i - 1].start_frames);
    CHECK_NEAR(o.listed[i].end_frames - o.listed[i].start_frames, 11, 0);
  }
}

static void what_comes_near_is_listed_and_does_not_count(void)
{
  static const double peaks[] = {0.98, 1.02, 1, 0.99};
  lq_overs            o;
  lq_overs_begin(&o, 10, 1);
  for (unsigned i = 0; i < 4; ++i) {
    lq_overs_hear(&o, 0, 100.0 * i, peaks[i]);
  }
  lq_overs_finish(&o);
  CHECK(o.n == 1 && o.n_listed == 4);
  CHECK_NEAR(o.listed[0].peak_lin, 0.98, 0);
}

static void note(void* const user, const unsigned channel, const double at, const double peak_lin)
{
  double* const most = user;
  (void)channel;
  (void)at;
  *most = fmax(*most, peak_lin);
}

// fixed: 2 s of noise and of sines; levels from far below to above the peak
static void a_listener_changes_nothing_and_hears_the_peak(void)
{
  for (unsigned kind = 0; kind < 2; ++kind) {
    static const double at_sec[] = {0.7};
    tool_sound          x        = bursts(2 * RATE_HZ + 77, at_sec, 1);
    if (kind) {
      tool_noise(&x, 24, 5);
    }
    double peak = 0;
    for (double under_db = -1; under_db < 40; under_db += under_db < 0 ? 1 : 13) {
      lq_true_peak_exact* m    = NULL;
      double              most = 0;
      CHECK(!lq_true_peak_exact_new(&m, 2, lq_simd_best()));
      if (under_db >= 0) {
        lq_true_peak_exact_listen(m, lq_db_to_lin(peak - under_db) * (1 - 1e-12), note, &most);
      }
      lq_true_peak_exact_process(m, (const float* const*)x.x, x.n_frames);
      lq_true_peak_exact_finish(m);
      if (under_db < 0) {
        peak = lq_true_peak_exact_dbtp(m);
      } else {
        CHECK(lq_true_peak_exact_dbtp(m) == peak);
        CHECK(lq_lin_to_db(most) == peak);
      }
      lq_true_peak_exact_free(m);
    }
    tool_sound_free(&x);
  }
}

static bool same_facts(const lq_codec_facts* const a, const lq_codec_facts* const b)
{
  return a->available == b->available && a->peak_dbtp == b->peak_dbtp && a->n_overs == b->n_overs &&
         a->source_dbtp == b->source_dbtp && a->loudness_change_lu == b->loudness_change_lu &&
         a->n_listed == b->n_listed &&
         (!a->n_listed || !memcmp(a->overs, b->overs, a->n_listed * sizeof *a->overs));
}

// fixed: four codecs, two files, two bursts in each; 1, 2 and 5 threads
static void threads_change_no_figure(void)
{
  static const double at_sec[] = {0.1, 0.4};
  static const char*  paths[2];
  lq_codec_job        jobs[2 * N_ALL];
  lq_codec_facts      first[2 * N_ALL], again[2 * N_ALL];
  lq_error            error;
  for (unsigned f = 0; f < 2; ++f) {
    tool_sound x = bursts(RATE_HZ / (1 + f), at_sec, 2);
    paths[f]     = tool_path(f ? "b.wav" : "a.wav");
    save(paths[f], &x);
    for (unsigned k = 0; k < N_ALL; ++k) {
      jobs[f * N_ALL + k] = (lq_codec_job){paths[f], tool_codec_spec(all[k]), -4.5};
    }
    tool_sound_free(&x);
  }
  lq_render_options options = {.n_jobs = 1};
  CHECK(!lq_codec_proof_run_all(jobs, 2 * N_ALL, &options, pool, first, &error));
  for (options.n_jobs = 2; options.n_jobs <= 5; options.n_jobs += 3) {
    CHECK(!lq_codec_proof_run_all(jobs, 2 * N_ALL, &options, pool, again, &error));
    for (unsigned i = 0; i < 2 * N_ALL; ++i) {
      CHECK(same_facts(&first[i], &again[i]));
      CHECK(!first[i].available || first[i].n_overs == 2);
    }
  }
  CHECK(!lq_codec_proof_run_all(jobs, 0, &options, pool, again, &error));
}

static bool stop_at_half(void* const user, const double done)
{
  *(double*)user = fmax(*(double*)user, done);
  return done >= 0.5;
}

static bool never(void* const user, const double done)
{
  *(double*)user = fmax(*(double*)user, done);
  return false;
}

static void it_can_be_stopped_and_says_how_far_it_is(void)
{
  double            done    = 0;
  lq_render_options options = {.n_jobs = 2, .progress = stop_at_half, .user = &done};
  tool_sound        x       = bursts(RATE_HZ, NULL, 0);
  lq_codec_facts    f[2];
  lq_error          error;
  save(tool_path("x.wav"), &x);
  const lq_codec_job jobs[] = {{tool_path("x.wav"), tool_codec_spec("mp3 320"), -1},
                               {tool_path("x.wav"), tool_codec_spec("aac 256"), -1}};
  CHECK(lq_codec_proof_run_all(jobs, 2, &options, pool, f, &error) == LQ_ERR_CANCELLED);
  CHECK(done < 0.9);
  CHECK(tool_is_childless());
  options.progress = never;
  CHECK(!lq_codec_proof_run_all(jobs, 2, &options, pool, f, &error));
  CHECK_NEAR(done, 1, 1e-9);
  tool_sound_free(&x);
}

static void silence_and_single_frames_are_proven_too(void)
{
  static const size_t lengths[] = {1, 2, 1000};
  for (unsigned k = 0; k < N_ALL; ++k) {
    for (unsigned l = 0; l < 3; ++l) {
      tool_sound     x = tool_sound_new(1, lengths[l]);
      lq_codec_facts f = {0};
      lq_error       error;
      save(tool_path("short.wav"), &x);
      CHECK(!lq_codec_proof_run(tool_path("short.wav"), tool_codec_spec(all[k]), -1, pool, &f,
                                &error));
      CHECK(f.n_overs == 0 && f.loudness_change_lu == 0 && !(f.peak_dbtp > -80));
      CHECK(f.source_dbtp == -(double)INFINITY || !f.available);
      tool_sound_free(&x);
    }
  }
}

static void a_file_that_cannot_be_read_is_an_error(void)
{
  lq_codec_facts f;
  lq_error       error = {0};
  CHECK(lq_codec_proof_run(tool_path("nothing.wav"), tool_codec_spec("mp3 320"), -1, pool, &f,
                           &error) == LQ_ERR_NOT_FOUND);
  CHECK(strstr(error.text, "nothing.wav") != NULL);
  tool_save(tool_path("text.wav"), "no sound", 8);
  CHECK(lq_codec_proof_run(tool_path("text.wav"), tool_codec_spec("mp3 320"), -1, pool, &f,
                           &error) == LQ_ERR_FORMAT);
}

static double ffmpeg_peak_dbtp(const char* const coded)
{
  char                command[2048];
  lq_true_peak_exact* m = NULL;
  float               frame[2], *x[2] = {&frame[0], &frame[1]};
  snprintf(command, sizeof command, "ffmpeg -nostdin -v quiet -i '%s' -f f32le -", coded);
  FILE* const pipe = popen(command, "r"); // a test may
  CHECK(!lq_true_peak_exact_new(&m, 2, lq_simd_best()));
  while (pipe && fread(frame, sizeof frame, 1, pipe) == 1) {
    lq_true_peak_exact_process(m, (const float* const*)x, 1);
  }
  CHECK(pipe && !pclose(pipe));
  lq_true_peak_exact_finish(m);
  const double dbtp = lq_true_peak_exact_dbtp(m);
  lq_true_peak_exact_free(m);
  return dbtp;
}

// fixed: 4 s of noise in bursts through a soft clipper, about the worst that a master can be
static void ffmpeg_finds_the_same_peak(void)
{
  static const struct {
    const char *spec, *options;
  } rows[]     = {{"vorbis 320", "-c:a libvorbis -q:a 9 x.ogg"},
                  {"opus 128", "-c:a libopus -b:a 128k x.opus"},
                  {"mp3 320", "-c:a libmp3lame -b:a 320k x.mp3"},
                  {"aac 256", "-c:a aac -b:a 256k x.m4a"}};
  tool_sound x = tool_sound_new(2, 4 * RATE_HZ);
  tool_noise(&x, 24, 9);
  for (unsigned c = 0; c < 2; ++c) {
    double low = 0;
    for (size_t i = 0; i < x.n_frames; ++i) {
      const double since = fmod((double)i / RATE_HZ, 0.25);
      low += 0.1 * ((double)x.x[c][i] - low);
      x.x[c][i] = (float)(0.85 * tanh(6 * low * exp(-6 * since)));
    }
  }
  save(tool_path("loud.wav"), &x);
  for (unsigned k = 0; tool_has_ffmpeg() && k < N_ALL; ++k) {
    char              command[2048];
    lq_codec_facts    f = {0};
    lq_error          error;
    const char* const coded = strrchr(rows[k].options, ' ') + 1;
    snprintf(command, sizeof command, "cd '%s' && ffmpeg -nostdin -y -v quiet -i loud.wav %s",
             tool_folder, rows[k].options);
    CHECK(!system(command));
    CHECK(!lq_codec_proof_run(tool_path("loud.wav"), tool_codec_spec(rows[k].spec), -1, pool, &f,
                              &error));
    const double theirs_dbtp = ffmpeg_peak_dbtp(tool_path(coded));
    printf("# %s: source %.2f, ours %.2f, theirs %.2f dBTP\n", rows[k].spec, f.source_dbtp,
           f.peak_dbtp, theirs_dbtp);
    CHECK_NEAR(f.peak_dbtp, theirs_dbtp, 0.2);
  }
  tool_sound_free(&x);
}

// Last: the PATH is another one from here.
static void what_cannot_be_had_is_said(void)
{
  static const struct {
    const char *script, *missing;
  } fakes[] = {
      {NULL, "There is no encoder for aac here: install ffmpeg to hear what it does."},
      {"exit 1", "Encoding aac 256 failed: ffmpeg ended"},
      {"exec cat /dev/zero", "What the aac decoder gave is no sound."},
  };
  tool_sound x = bursts(2 * RATE_HZ, NULL, 0);
  save(tool_path("x.wav"), &x);
  for (unsigned i = 0; i < 3; ++i) {
    lq_codec_facts f = {0};
    lq_error       error;
    tool_fake_ffmpeg(fakes[i].script);
    CHECK(
        !lq_codec_proof_run(tool_path("x.wav"), tool_codec_spec("aac 256"), -1, pool, &f, &error));
    CHECK(!f.available && f.spec.kbps == 256 && f.ceiling_dbtp == -1 && f.n_overs == 0);
    CHECK(f.missing && !strncmp(f.missing, fakes[i].missing, strlen(fakes[i].missing)));
    CHECK(tool_is_childless());
    CHECK(
        !lq_codec_proof_run(tool_path("x.wav"), tool_codec_spec("mp3 320"), -1, pool, &f, &error));
    CHECK(f.available); // the others need nobody
  }
  tool_sound_free(&x);
  tool_done();
  lq_pool_free(pool);
}

static void begin(void)
{
  CHECK(!lq_pool_new(&pool));
}

static const check_test tests[] = {
    CHECK_TEST(begin),
    CHECK_TEST(overs_are_counted_and_placed),
    CHECK_TEST(the_list_keeps_the_highest_of_too_many),
    CHECK_TEST(what_comes_near_is_listed_and_does_not_count),
    CHECK_TEST(a_listener_changes_nothing_and_hears_the_peak),
    CHECK_TEST(threads_change_no_figure),
    CHECK_TEST(it_can_be_stopped_and_says_how_far_it_is),
    CHECK_TEST(silence_and_single_frames_are_proven_too),
    CHECK_TEST(a_file_that_cannot_be_read_is_an_error),
    CHECK_TEST(ffmpeg_finds_the_same_peak),
    CHECK_TEST(what_cannot_be_had_is_said),
};
CHECK_MAIN(tests)
