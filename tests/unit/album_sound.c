// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The sound of albums: levels among the songs, one limiter over all of them, joins that nobody
// hears, and cuts that give the album back.
#include "audio_tools.h"

#include "assist/album.h"
#include "assist/tone_moves.h"
#include "base/maths.h"
#include "base/pool.h"
#include "check/check.h"
#include "deliver/cut.h"

#include <limits.h>
#include <math.h>

enum { RATE = 48000, MOST_SONGS = 4 };

// What a song sounds like at a time; noise is [-1, 1], another one in each channel.
typedef double voice(double t_sec, double noise);

// An album in the making.
typedef struct {
  lq_album         album;
  lq_layout        layout;
  lq_song          songs[MOST_SONGS];
  double           lengths_sec[MOST_SONGS];
  lq_pool*         pool;
  lq_target        targets[3];
  const lq_target* at[3];
  lq_brief         song;
  lq_album_brief   brief;
  lq_album_sound*  sound;
  lq_album_print*  prints[3];
} record;

static const char* const titles[MOST_SONGS] = {"One", "Two", "Three", "Four"};

static lq_status check(lq_findings* const findings, lq_pool* const pool, const char* const path,
                       const lq_measured_file* const mix, const lq_features* const features,
                       lq_band_steps** const heard, lq_error* const error)
{
  return lq_check_mix(findings, pool, path, mix, features, NULL, heard, NULL, NULL, error);
}

static void record_new(record* const r)
{
  *r = (record){.song = LQ_BRIEF};
  (void)tool_path("");
  CHECK(!lq_pool_new(&r->pool));
  r->album = (lq_album){.songs = r->songs, .strength = 1, .gap_sec = 2};
  r->brief = (lq_album_brief){.album       = &r->album,
                              .layout      = &r->layout,
                              .targets     = r->at,
                              .folder      = tool_folder,
                              .plan_folder = tool_folder,
                              .song        = &r->song,
                              .amounts     = LQ_AMOUNTS,
                              .check       = check};
}

static void record_free(record* const r)
{
  for (size_t i = 0; i < r->brief.n_targets; ++i) {
    lq_album_print_free(r->prints[i]);
  }
  lq_album_sound_free(r->sound);
  lq_pool_free(r->pool);
}

// Frames [from, to) of a voice as the next song, 24 bits.
static lq_song* add(record* const r, const lq_song_kind kind, voice* const v, const double rate_hz,
                    const size_t from, const size_t to)
{
  const size_t            k    = r->album.n_songs++;
  const lq_audio_out_spec spec = {.rate_hz = rate_hz, .bits = 24, .force = true};
  tool_sound              s    = tool_sound_new(2, to - from);
  lq_error                e    = {0};
  for (size_t i = 0; i < to - from; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      const double noise = (double)(lq_rng_at(10 * k + c, i) >> 11U) * 0x1p-52 - 1;
      s.x[c][i]          = (float)v((double)(from + i) / rate_hz, noise);
    }
  }
  lq_song* const song = &r->songs[k];
  const char*    name = lq_pool_format(r->pool, "%zu.wav", k);
  *song               = (lq_song){
                    .kind = kind, .file = name, .path = lq_pool_copy(r->pool, tool_path(name)), .gap_sec = NAN};
  song->tags.text[LQ_TAG_TITLE] = titles[k];
  r->lengths_sec[k]             = (double)(to - from) / rate_hz;
  CHECK(!tool_write(song->path, &s, spec, &e));
  tool_sound_free(&s);
  return song;
}

static void add_target(record* const r, const double rate_hz, const unsigned bits,
                       const double lufs)
{
  const size_t i = r->brief.n_targets++;
  r->targets[i]  = (lq_target){.id            = i ? i > 1 ? "c" : "b" : "a",
                               .rate_hz       = rate_hz,
                               .bits          = bits,
                               .dither        = bits < 32 ? LQ_DITHER_TPDF : LQ_DITHER_OFF,
                               .format        = "wav",
                               .loudness_lufs = lufs,
                               .ceiling_dbtp  = -1};
  r->at[i]       = &r->targets[i];
}

static void solve(record* const r, const lq_render_options* const options)
{
  lq_error  e  = {0};
  lq_status st = lq_layout_make(&r->layout, &r->album, r->lengths_sec, r->pool, &e);
  st           = st ? st : lq_album_hear(&r->sound, &r->brief, options, &e);
  st           = st ? st : lq_album_solve(r->sound, r->prints, options, &e);
  if (st) {
    printf("# %s\n", e.text);
  }
  CHECK(!st);
}

static const lq_album_print_facts* facts(const record* const r, const size_t target)
{
  return &lq_album_tell(r->sound)->prints[target];
}

static double got_lufs(const record* const r, const size_t song)
{
  return facts(r, 0)->songs[song].m.integrated_lufs;
}

// Steady; loud for a quarter of its time and soft for the rest; steady and soft.
static double even(const double t, const double noise)
{
  (void)t;
  return 0.1 * noise;
}

static double ballad(const double t, const double noise)
{
  return (t < 12 ? 0.01 : 0.05) * noise;
}

static double soft(const double t, const double noise)
{
  (void)t;
  return 0.02 * noise;
}

// Integrated loudness of the ballad lies 6 dB under its loud end (a quarter of it, the rest 14 dB
// less and gated out by 10 LU): under its own loudest part by little, and never lifted to the rest.
static void even_levels_meet_where_songs_are_loudest(void) // fixed: -14 LUFS, steady noise
{
  record r;
  record_new(&r);
  (void)add(&r, LQ_SONG_MASTER, even, RATE, 0, 8 * RATE);
  (void)add(&r, LQ_SONG_MASTER, ballad, RATE, 0, 16 * RATE);
  add(&r, LQ_SONG_MASTER, soft, RATE, 0, 8 * RATE)->level_lu = -3;
  add_target(&r, 0, 24, -14);
  solve(&r, NULL);
  const lq_album_facts* const f = lq_album_tell(r.sound);
  // What 5 % exceed is the loud end in each: behind the gains it is the same.
  const double apart_lu = f->songs[0].loud_lufs - f->songs[1].loud_lufs;
  CHECK_NEAR(apart_lu, 20 * log10(0.1 / 0.05), 0.1);
  CHECK_NEAR(facts(&r, 0)->songs[1].gain_db - facts(&r, 0)->songs[0].gain_db, apart_lu, 0.05);
  CHECK(facts(&r, 0)->loudest == 0);
  CHECK_NEAR(got_lufs(&r, 0), -14, 0.05);
  CHECK_NEAR(got_lufs(&r, 2), -17, 0.1); // steady, and 3 LU down as asked
  CHECK(got_lufs(&r, 1) < -14.2);
  for (size_t k = 0; k < 3; ++k) {
    CHECK_NEAR(got_lufs(&r, k), facts(&r, 0)->songs[k].aim_lufs, 0.05);
    CHECK_AT_MOST(facts(&r, 0)->songs[k].peak_dbtp, -1 + 0.005);
  }
  CHECK(facts(&r, 0)->verdict == LQ_VERDICT_PASS);
  record_free(&r);
}

static void kept_levels_are_the_files_own(void)
{
  record r;
  record_new(&r);
  (void)add(&r, LQ_SONG_MASTER, even, RATE, 0, 8 * RATE);
  (void)add(&r, LQ_SONG_MASTER, ballad, RATE, 0, 16 * RATE);
  add(&r, LQ_SONG_MASTER, soft, RATE, 0, 8 * RATE)->level_lu = 2;
  r.album.levels                                             = LQ_LEVELS_KEPT;
  add_target(&r, 0, 24, -16);
  solve(&r, NULL);
  const lq_album_song_facts* const s = lq_album_tell(r.sound)->songs;
  CHECK_NEAR(got_lufs(&r, 0), -16, 0.05);
  // The gap behind a song belongs to its file, and the gate hears its edge.
  CHECK_NEAR(got_lufs(&r, 1) - got_lufs(&r, 0),
             s[1].before.integrated_lufs - s[0].before.integrated_lufs, 0.2);
  CHECK_NEAR(got_lufs(&r, 2) - got_lufs(&r, 0), 20 * log10(0.02 / 0.1) + 2, 0.1);
  // No limiter works here, so one gain is all there is, and what was asked for.
  CHECK_NEAR(facts(&r, 0)->songs[1].gain_db, facts(&r, 0)->songs[0].gain_db, 0.011);
  CHECK_NEAR(facts(&r, 0)->songs[2].gain_db, facts(&r, 0)->songs[0].gain_db + 2, 0.011);
  record_free(&r);
}

// Hits far over a quiet bed: no limiter brings that to -10 LUFS without flattening it.
static double hits(const double t, const double noise)
{
  const double in = fmod(t, 0.5);
  return 0.004 * noise + 0.5 * exp(-30 * in) * sin(2 * LQ_PI * 200 * in);
}

static void a_song_that_cannot_takes_the_album_down(void)
{
  double down_lu[2], apart_lu[2];
  for (unsigned exact = 0; exact < 2; ++exact) {
    record r;
    record_new(&r);
    (void)add(&r, LQ_SONG_MASTER, even, RATE, 0, 8 * RATE);
    (void)add(&r, LQ_SONG_MASTER, hits, RATE, 0, 8 * RATE);
    add_target(&r, 0, 24, -10);
    r.brief.exact = exact;
    solve(&r, NULL);
    down_lu[exact]  = facts(&r, 0)->down_lu;
    apart_lu[exact] = got_lufs(&r, 0) - got_lufs(&r, 1) -
                      (facts(&r, 0)->songs[0].aim_lufs - facts(&r, 0)->songs[1].aim_lufs);
    if (!exact) {
      CHECK(facts(&r, 0)->loudest == 1); // by itself it is short
      CHECK_NEAR(got_lufs(&r, 1), -10 - down_lu[0], 0.12);
      CHECK(facts(&r, 0)->verdict == LQ_VERDICT_SHORT);
      CHECK(strstr(facts(&r, 0)->why, "so that the differences stay") != NULL);
    } else {
      CHECK_NEAR(got_lufs(&r, 1), -10, 0.05);
    }
    record_free(&r);
  }
  CHECK(down_lu[0] > 0.1 && down_lu[0] <= 2);
  CHECK(down_lu[1] == 0);
  CHECK_AT_MOST(fabs(apart_lu[0]), 0.15); // a guard is no promise to the hundredth
  CHECK_AT_MOST(fabs(apart_lu[1]), 0.1);
}

static tool_sound read_album(const record* const r, const size_t target)
{
  char          path[PATH_MAX];
  tool_sound    s;
  lq_audio_info info;
  lq_error      e = {0};
  CHECK(!lq_album_print_path(r->prints[target], path, sizeof path, &e));
  CHECK(!tool_read(path, &s, &info, &e));
  return s;
}

// Cut, read, and laid behind each other.
static void check_cuts(const record* const r, const size_t target, const char* const ending)
{
  const tool_sound        album  = read_album(r, target);
  const uint64_t          sector = lq_sector_frames(facts(r, target)->rate_hz);
  const lq_audio_out_spec spec   = {.force = true};
  size_t                  at     = r->layout.places[0].mark * sector;
  char                    from[PATH_MAX];
  lq_error                e = {0};
  CHECK(!lq_album_print_path(r->prints[target], from, sizeof from, &e));
  for (size_t k = 0; k < r->album.n_songs; ++k) {
    char to[512];
    snprintf(to, sizeof to, "%s/cut.%s", tool_folder, ending);
    tool_sound    s;
    lq_audio_info info;
    CHECK(!lq_cut_song(from, &r->layout, k, to, &spec, &e));
    CHECK(!tool_read(to, &s, &info, &e));
    CHECK(info.bits == facts(r, target)->bits);
    CHECK(s.n_frames == (r->layout.places[k].end - r->layout.places[k].mark) * sector);
    CHECK(at + s.n_frames <= album.n_frames);
    for (unsigned c = 0; c < 2; ++c) {
      CHECK(!memcmp(s.x[c], album.x[c] + at, s.n_frames * sizeof(float)));
    }
    at += s.n_frames;
    tool_sound_free(&s);
    unlink(to);
  }
  CHECK(at == album.n_frames && at == r->layout.n_sectors * sector);
  tool_sound_free((tool_sound*)&album);
}

static void check_image(const record* const r, const size_t target)
{
  const tool_sound album = read_album(r, target);
  const size_t     first = r->layout.places[0].mark * (size_t)LQ_SECTOR_FRAMES;
  char             from[PATH_MAX], to[512];
  size_t           n = 0;
  lq_error         e = {0};
  snprintf(to, sizeof to, "%s/image", tool_folder);
  CHECK(!lq_album_print_path(r->prints[target], from, sizeof from, &e));
  CHECK(!lq_cut_image(from, &r->layout, to, true, &e));
  unsigned char* const bytes = tool_load(to, &n);
  CHECK(n == (size_t)r->layout.n_sectors * LQ_SECTOR_BYTES);
  size_t n_wrong = 0;
  for (size_t i = 0; i < n / 4; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      const int got = (int16_t)(bytes[4 * i + 2 * c] | bytes[4 * i + 2 * c + 1] << 8U);
      n_wrong += got != (i < first ? 0 : (int)(album.x[c][i] * 32768));
    }
  }
  CHECK(n_wrong == 0);
  free(bytes);
  unlink(to);
  CHECK(lq_cut_image(r->songs[0].path, &r->layout, to, true, &e) == LQ_ERR_BAD_VALUE);
  CHECK(access(to, F_OK) != 0);
  tool_sound_free((tool_sound*)&album);
}

static void joined_cuts_are_the_album(void) // fixed: a gap, a crossfade, two rates, three formats
{
  record r;
  record_new(&r);
  (void)add(&r, LQ_SONG_MASTER, even, RATE, 0, 5 * RATE + 123);
  (void)add(&r, LQ_SONG_MASTER, hits, RATE, 0, 6 * RATE);
  lq_song* const last = add(&r, LQ_SONG_MASTER, even, 44100, 0, 5 * 44100);
  last->overlap_sec   = 1.5;
  last->fade_in_sec = r.songs[1].fade_out_sec = 1.5;
  add_target(&r, 44100, 16, -14);
  add_target(&r, 0, 24, -14);
  add_target(&r, 0, 32, -20);
  solve(&r, NULL);
  CHECK(facts(&r, 1)->rate_hz == RATE); // which most have
  check_cuts(&r, 0, "flac");
  check_cuts(&r, 0, "wav");
  check_cuts(&r, 1, "flac");
  check_cuts(&r, 2, "wav");
  check_image(&r, 0);
  record_free(&r);
}

static const double sine_hz = 441, sine_lin = 0.25;

static double sine(const double t, const double noise)
{
  (void)noise;
  return sine_lin * sin(2 * LQ_PI * sine_hz * t);
}

// What is left of x when a sine of that frequency is taken out of it, at most, relative to its
// height: a step of s leaves s. @param from, to  frames
static double most_beside_sine(const float* const x, const double rate_hz, const size_t from,
                               const size_t to, const double height)
{
  const double k    = 2 * cos(2 * LQ_PI * sine_hz / rate_hz);
  double       most = 0;
  for (size_t i = from + 1; i + 1 < to; ++i) {
    most = fmax(most, fabs((double)x[i - 1] - k * (double)x[i] + (double)x[i + 1]) / height);
  }
  return most;
}

// One sine in two files, cut where no sector ends; together, converted, and one of them softer.
static void a_sine_cut_in_two_is_a_sine(void)
{
  for (unsigned step = 0; step < 2; ++step) {
    record r;
    record_new(&r);
    const size_t cut = 5 * RATE + 77;
    (void)add(&r, LQ_SONG_MASTER, sine, RATE, 0, cut);
    lq_song* const second = add(&r, LQ_SONG_MASTER, sine, RATE, cut, 11 * RATE);
    second->gap_sec       = 0;
    second->level_lu      = step ? -2 : 0;
    r.album.levels        = LQ_LEVELS_KEPT;
    add_target(&r, 0, 32, -20);
    add_target(&r, 44100, 32, -20);
    add_target(&r, 96000, 32, -20);
    solve(&r, NULL);
    for (size_t t = 0; t < 3; ++t) {
      const tool_sound album  = read_album(&r, t);
      const double     hz     = facts(&r, t)->rate_hz;
      const size_t     start  = (size_t)(r.layout.places[0].start * lq_sector_frames(hz));
      const size_t     join   = start + (size_t)((double)cut * hz / RATE);
      const size_t     around = (size_t)(0.1 * hz);
      const double     height = sine_lin * lq_db_to_lin(facts(&r, t)->songs[0].gain_db);
      const double beside = most_beside_sine(album.x[1], hz, join - around, join + around, height);
      // Floats near 0.1 have steps of -146 dB, which the filter takes four times; a step of 2 dB
      // that is not faded leaves up to 0.2.
      CHECK_AT_MOST(beside, step ? 2e-3 : 1e-6);
      CHECK_NEAR(facts(&r, t)->songs[0].gain_db - facts(&r, t)->songs[1].gain_db, step ? 2 : 0,
                 1e-9);
      const double ends =
          most_beside_sine(album.x[1], hz, join + around, join + 4 * around, height);
      CHECK_AT_MOST(ends, 1e-6);
      CHECK(fabs((double)album.x[0][join + 3 * around]) < 1);
      tool_sound_free((tool_sound*)&album);
    }
    record_free(&r);
  }
}

// Through a chain with memory, given as a plan: the second song goes on where the first left off.
static void a_chain_runs_through_a_join(void)
{
  static const char plan[] =
      "lacquer: 1\ntitle: P\nmaster: 0.wav\nchain:\n  - hpf: {freq: 300 Hz}\n";
  record r;
  record_new(&r);
  const size_t cut = 5 * RATE + 77;
  for (size_t k = 0; k < 2; ++k) {
    lq_song* const s = add(&r, LQ_SONG_MIX, sine, RATE, k ? cut : 0, k ? 11 * RATE : cut);
    s->plan          = lq_pool_copy(r.pool, tool_path("p.yaml"));
    s->gap_sec       = 0;
  }
  tool_save(r.songs[0].plan, plan, sizeof plan - 1);
  add_target(&r, 0, 32, -20);
  solve(&r, NULL);
  const tool_sound album = read_album(&r, 0);
  const size_t     start = (size_t)(r.layout.places[0].start * lq_sector_frames(RATE));
  CHECK_AT_MOST(most_beside_sine(album.x[0], RATE, start + RATE, start + 10 * RATE, 0.1), 2e-6);
  const lq_master* const m = lq_album_plan(r.sound, 1); // for whoever wants the song alone
  CHECK_TEXT(m->chain.devices[0].proc->symbol, "hpf");
  CHECK_TEXT(m->title, "Two");
  CHECK(m->n_deliveries == 1 && m->deliveries[0].chain.n == 1);
  CHECK_NEAR(lq_device_get(&m->deliveries[0].chain.devices[0], "gain"),
             facts(&r, 0)->songs[1].gain_db, 1e-5);
  tool_sound_free((tool_sound*)&album);
  record_free(&r);
}

static void threads_and_blocks_do_not_matter(void)
{
  static const lq_render_options options[] = {
      {.n_jobs = 1}, {.n_jobs = 3}, {.n_jobs = 2, .block_frames = 333}};
  uint64_t digests[3][2][3] = {{{0}}};
  for (unsigned i = 0; i < 3; ++i) {
    record r;
    record_new(&r);
    (void)add(&r, LQ_SONG_MASTER, even, RATE, 0, 6 * RATE);
    (void)add(&r, LQ_SONG_MASTER, hits, RATE, 0, 6 * RATE);
    add(&r, LQ_SONG_MIX, even, RATE, 0, 6 * RATE)->overlap_sec = 1;
    add_target(&r, 44100, 16, -12);
    add_target(&r, 0, 24, -14);
    solve(&r, &options[i]);
    for (size_t t = 0; t < 2; ++t) {
      for (size_t k = 0; k < 3; ++k) {
        digests[i][t][k] = lq_album_print_parts(r.prints[t])[k].digest;
      }
    }
    record_free(&r);
  }
  CHECK(!memcmp(digests[0], digests[1], sizeof *digests));
  CHECK(!memcmp(digests[0], digests[2], sizeof *digests));
}

static double dense(const double t, const double noise)
{
  const double in = fmod(t, 0.25);
  return 0.05 * noise + 0.4 * exp(-40 * in) * sin(2 * LQ_PI * 150 * in);
}

// A codec of few bits goes over with the second song: it alone changes.
static void codecs_change_who_they_must(void)
{
  static const lq_codec_spec opus = {LQ_CODEC_OPUS, 48};
  uint64_t                   first[2];
  double                     codec_db[2], gain_db[2];
  for (unsigned prove = 0; prove < 2; ++prove) {
    record r;
    record_new(&r);
    add(&r, LQ_SONG_MASTER, soft, RATE, 0, 6 * RATE)->level_lu = -12;
    (void)add(&r, LQ_SONG_MASTER, dense, RATE, 0, 6 * RATE);
    add_target(&r, 0, 24, -11);
    r.targets[0].codecs   = &opus;
    r.targets[0].n_codecs = 1;
    r.brief.prove         = prove;
    solve(&r, NULL);
    const lq_album_song_print* const s = facts(&r, 0)->songs;
    first[prove]                       = lq_album_print_parts(r.prints[0])[0].digest;
    codec_db[prove]                    = s[1].codec_db;
    gain_db[prove]                     = s[0].gain_db;
    CHECK(s[0].n_codecs == prove && s[1].n_codecs == prove);
    if (prove) {
      CHECK(s[1].codec_db > 0 || s[1].n_dips > 0);
      CHECK(s[1].codecs[0].n_overs == 0 && s[0].codecs[0].n_overs == 0);
      CHECK_NEAR(got_lufs(&r, 1), s[1].aim_lufs, 0.05);
      CHECK(s[0].codec_db == 0 && s[0].n_dips == 0);
    }
    record_free(&r);
  }
  CHECK(gain_db[0] == gain_db[1]);
  CHECK(first[0] == first[1]);
  CHECK(codec_db[0] == 0);
}

// Noise that falls by 26 dB from low to high; the same with 5 dB more of what lies high; white.
static double fallen(const double noise)
{
  static double sum;
  return sum = 0.9 * sum + noise;
}

static double plain(const double t, const double noise)
{
  (void)t;
  return 0.03 * fallen(noise);
}

static double brighter(const double t, const double noise)
{
  (void)t;
  return 0.03 * (fallen(noise) + 0.45 * noise);
}

static double another(const double t, const double noise)
{
  (void)t;
  return 0.05 * noise;
}

// Gain of the last equaliser of a song's chain at a frequency, 0 without one.
static double moved_db(const record* const r, const size_t song, const double freq_hz)
{
  const lq_chain* const  chain = &lq_album_plan(r->sound, song)->chain;
  const lq_device* const eq    = chain->n ? &chain->devices[chain->n - 1] : NULL;
  const bool             ours  = eq && eq->why && strstr(eq->why, "the album's own tone");
  return ours ? lq_tone_response_db(eq, freq_hz, RATE) : 0;
}

static void tones_meet_half_way(void)
{
  record r;
  record_new(&r);
  (void)add(&r, LQ_SONG_MASTER, plain, RATE, 0, 12 * RATE);
  lq_song* const bright = add(&r, LQ_SONG_MIX, brighter, RATE, 0, 12 * RATE);
  (void)add(&r, LQ_SONG_MASTER, plain, RATE, 0, 12 * RATE);
  // By itself it is what it is to be, so what moves it is the album.
  const lq_reference itself = {.file = bright->file, .path = bright->path, .weight = 1};
  r.song.references         = &itself;
  r.song.n_references       = 1;
  add_target(&r, 0, 24, -16);
  solve(&r, NULL);
  const lq_album_song_facts* const s = lq_album_tell(r.sound)->songs;
  CHECK(!lq_album_plan(r.sound, 0) && strstr(s[0].tone_why, "master") != NULL);
  // Its air stands 1.8 dB over the median, 0.8 dB over what nobody hears.
  CHECK_NEAR(moved_db(&r, 1, 14000) - moved_db(&r, 1, 500), -0.5, 0.2);
  CHECK(s[1].tone_after_db < s[1].tone_db - 0.05);
  record_free(&r);
}

static void who_stands_apart_stays(void)
{
  record r;
  record_new(&r);
  (void)add(&r, LQ_SONG_MASTER, plain, RATE, 0, 12 * RATE);
  (void)add(&r, LQ_SONG_MIX, another, RATE, 0, 12 * RATE);
  (void)add(&r, LQ_SONG_MASTER, plain, RATE, 0, 12 * RATE);
  add_target(&r, 0, 24, -16);
  solve(&r, NULL);
  const lq_album_song_facts* const s = lq_album_tell(r.sound)->songs;
  CHECK(s[1].tone_db > 3.5 && s[1].tone_after_db == s[1].tone_db);
  CHECK(moved_db(&r, 1, 6000) == 0);
  CHECK(strstr(s[1].tone_why, "another kind of song") != NULL);
  record_free(&r);
}

// For a side of a record: the songs among each other, and no limiter.
static void a_side_is_a_reel(void)
{
  record r;
  record_new(&r);
  (void)add(&r, LQ_SONG_MASTER, even, RATE, 0, 5 * RATE);
  (void)add(&r, LQ_SONG_MASTER, soft, RATE, 0, 5 * RATE);
  (void)add(&r, LQ_SONG_MASTER, hits, RATE, 0, 5 * RATE);
  lq_error e    = {0};
  lq_reel* reel = NULL;
  CHECK(!lq_layout_make(&r.layout, &r.album, r.lengths_sec, r.pool, &e));
  CHECK(!lq_album_hear(&r.sound, &r.brief, NULL, &e));
  CHECK(!lq_album_reel(r.sound, 0, 1, 0, NULL, &reel, &e));
  CHECK(lq_reel_frames(reel) == 12 * RATE); // two songs and two seconds between them
  float        x[2][100];
  float* const to[2] = {x[0], x[1]};
  double       level[2];
  for (unsigned k = 0; k < 2; ++k) {
    CHECK(!lq_reel_read(reel, k * 7 * RATE + 500, to, 100, &e));
    const double plain = (k ? 0.02 : 0.1) * ((double)(lq_rng_at(10 * k, 507) >> 11U) * 0x1p-52 - 1);
    level[k]           = 20 * log10((double)x[0][7] / plain);
  }
  CHECK_NEAR(level[1] - level[0], 20 * log10(5), 0.02);
  lq_reel_free(reel);
  CHECK(!lq_album_reel(r.sound, 1, 2, 96000, NULL, &reel, &e));
  CHECK(lq_reel_frames(reel) == 12 * 96000);
  lq_reel_free(reel);
  record_free(&r);
}

static const check_test tests[] = {CHECK_TEST(even_levels_meet_where_songs_are_loudest),
                                   CHECK_TEST(kept_levels_are_the_files_own),
                                   CHECK_TEST(a_song_that_cannot_takes_the_album_down),
                                   CHECK_TEST(joined_cuts_are_the_album),
                                   CHECK_TEST(a_sine_cut_in_two_is_a_sine),
                                   CHECK_TEST(a_chain_runs_through_a_join),
                                   CHECK_TEST(threads_and_blocks_do_not_matter),
                                   CHECK_TEST(codecs_change_who_they_must),
                                   CHECK_TEST(tones_meet_half_way),
                                   CHECK_TEST(who_stands_apart_stays),
                                   CHECK_TEST(a_side_is_a_reel)};

int main(void)
{
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
