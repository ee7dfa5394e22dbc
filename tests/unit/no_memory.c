// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The n-th allocation fails, alone or with all that follow, for every n that there is: an error
// comes back, nothing dies, and (under the address sanitizer) nothing leaks.
//
// Only what this executable itself calls can fail: the linker's --wrap puts the functions below in
// front of the calls in our own objects. libsndfile, libsoxr, FFTW and libfyaml have their own
// answers to that, which are not ours to test.
#include "proc_tools.h"
#include "session_tools.h"

#include "audio/out.h"
#include "deliver/print.h"
#include "engine/bounce.h"
#include "engine/takes.h"
#include "measure/feature_file.h"
#include "measure/file.h"
#include "model/layout.h"
#include "session/plan.h"
#include "session/targets.h"

#include <dirent.h>

static struct {
  bool     armed, on; ///< on: all that follow fail too
  unsigned n, at;
} failing;

static bool fails(void)
{
  return failing.armed && (++failing.n == failing.at || (failing.on && failing.n > failing.at));
}

// clang-format off
#define WRAP(type, name, params, ...)        \
  type __real_##name params;                 \
  type __wrap_##name params;                 \
  type __wrap_##name params                  \
  {                                          \
    return fails() ? NULL : __real_##name(__VA_ARGS__); \
  }
// clang-format on
WRAP(void*, malloc, (size_t n), n)
WRAP(void*, calloc, (size_t n, size_t size), n, size)
WRAP(void*, realloc, (void* p, size_t n), p, n)
WRAP(void*, aligned_alloc, (size_t align, size_t n), align, n)
WRAP(char*, strdup, (const char* s), s)
WRAP(char*, strndup, (const char* s, size_t n), s, n)
WRAP(char*, realpath, (const char* path, char* to), path, to)
WRAP(DIR*, opendir, (const char* path), path)
// A pool asks for memory in chunks; here every item of it may be the one that is refused.
WRAP(void*, lq_pool_take, (lq_pool * pool, size_t n, size_t size), pool, n, size)
WRAP(char*, lq_pool_copy, (lq_pool * pool, const char* text), pool, text)
WRAP(void*, lq_pool_grow, (lq_pool * pool, const void* items, size_t n, size_t size), pool, items,
     n, size)

typedef struct {
  const char* what;
  const void* data;
  lq_error    error;
} scene;

typedef lq_status act(scene* s);

// Run with the first, second ... allocation failing until a run needs no more.
static void for_every_n(act* const play, const char* const what, const void* const data)
{
  enum { MOST = 5000 };
  unsigned n_runs = 0;
  for (unsigned on = 0; on < 2; ++on) {
    for (unsigned at = 1; at < MOST; ++at) {
      scene s            = {.what = what, .data = data};
      failing.n          = 0;
      failing.at         = at;
      failing.on         = on;
      failing.armed      = true;
      const lq_status st = play(&s);
      failing.armed      = false;
      ++n_runs;
      if (failing.n < at) { // all were granted
        CHECK(!st);
        break;
      }
      CHECK(at < MOST - 1);
      CHECK(st != LQ_OK);
      CHECK(st == LQ_ERR_MEMORY);
      if (st != LQ_ERR_MEMORY) {
        printf("# %s: allocation %u%s: %s '%s'\n", what, at, on ? " and on" : "",
               lq_status_name(st), s.error.text);
      }
    }
  }
  printf("# %s: %u runs\n", what, n_runs);
}

static const char rich[] =
    "lacquer: 1\n"
    "title: Rich\n"
    "tempo: 120 bpm\n"
    "notes: [one, 'two: and a half']\n"
    "tracks:\n"
    "  - name: Voice\n"
    "    file: voice.wav\n"
    "    role: lead-vocal\n"
    "    trim: &level 4.1 dB\n"
    "    chain:\n"
    "      - hpf: {freq: 90 Hz}\n"
    "      - eq: {bands: [{type: bell, freq: 310 Hz, gain: -2.5 dB, why: boxy}, {q: 3}]}\n"
    "      - compressor: {threshold: [[0 s, -20 dB], [2 s, -30 dB, hold]], key: Kick, ratio: 3}\n"
    "    sends: {plate: -14 dB, echo: {level: -20 dB, tap: pre}}\n"
    "    pan: {position: L30, law: linear}\n"
    "    fader: [[0 s, -1.5 dB], [42.1 s, 0 dB]]\n"
    "    out: band\n"
    "    why: {fader: \"sits under the drums\", pan: 'left'}\n"
    "  - name: Kick\n"
    "    trim: *level\n"
    "    clips:\n"
    "      - {file: a.wav, offset: 90 ms, length: 3 s, fade_in: 1 s}\n"
    "      - {file: a.wav, start: 9 s, gain: -3 dB}\n"
    "buses:\n"
    "  - {name: band, mute: true, out: main}\n"
    "returns:\n"
    "  - name: plate\n"
    "    chain: [reverb]\n"
    "  - {name: echo, fader: -3 dB, chain: [echo]}\n"
    "main:\n"
    "  fader: 0 dB\n";

static lq_status read_plan(scene* const s)
{
  lq_session*     session = NULL;
  const lq_status st =
      lq_session_parse(&session, rich, sizeof rich - 1, &(lq_plan_source){0}, &s->error);
  CHECK(!st == (session != NULL));
  lq_session_free(session);
  return st;
}

static const char mastering[] = "lacquer: 1\n"
                                "master: mix.wav\n"
                                "notes: [one]\n"
                                "chain: [hpf: 20 Hz, {compressor: {ratio: 2}}]\n"
                                "deliveries:\n"
                                "  - {target: cd, bits: 16, chain: [limiter: {gain: 6 dB}]}\n"
                                "  - {target: spotify, why: loud}\n";

static lq_status read_master(scene* const s)
{
  lq_master*      master = NULL;
  const lq_status st =
      lq_master_parse(&master, mastering, sizeof mastering - 1, &(lq_plan_source){0}, &s->error);
  char* const text = st ? NULL : lq_master_text(master);
  CHECK(!st == (master != NULL));
  lq_master_free(master);
  free(text);
  return !st && !text ? LQ_ERR_MEMORY : st;
}

static const char record[] =
    "lacquer: 1\n"
    "title: Night Drive\n"
    "barcode: 4006381333931\n"
    "notes: [one]\n"
    "for: [cd, vinyl]\n"
    "listeners: [flac, mp3 320]\n"
    "assistant: {genre: rock, references: ['a.wav:0.5', b.wav]}\n"
    "vinyl: {sides: [1, 2]}\n"
    "songs:\n"
    "  - {mix: h.wav, title: H, hidden: yes}\n"
    "  - {mix: a.wav, title: A, isrc: DE-ABC-26-00001, featured: G, session: s.yaml, versions: "
    "tv}\n"
    "  - {mix: b.wav, title: B, isrc: DE-ABC-26-00002, overlap: 4 s, index: [2 s, 3 s]}\n";

// Read, laid out, made a disc and written.
static lq_status read_album(scene* const s)
{
  static const double lengths_sec[] = {10, 10, 10};
  lq_album*           album         = NULL;
  lq_layout           layout        = {0};
  lq_disc             disc          = {0};
  lq_status st = lq_album_parse(&album, record, sizeof record - 1, &(lq_plan_source){0}, &s->error);
  CHECK(!st == (album != NULL));
  st               = st ? st : lq_layout_make(&layout, album, lengths_sec, album->pool, &s->error);
  st               = st ? st : lq_layout_disc(&disc, &layout, album, album->pool);
  st               = st ? st : lq_layout_demand_disc(&disc, &layout, album, &s->error);
  char* const text = st ? NULL : lq_album_text(album);
  lq_album_free(album);
  free(text);
  return !st && !text ? LQ_ERR_MEMORY : st;
}

static lq_status write_plan(scene* const s)
{
  char* const text = lq_session_text(s->data);
  free(text);
  return text ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status save_plan(scene* const s)
{
  char            path[512];
  const lq_status st = lq_session_write(s->data, temp_name(path, "plan.yaml"), true, &s->error);
  (void)unlink(path);
  return st;
}

static lq_status read_chain(scene* const s)
{
  lq_pool* pool  = NULL;
  lq_chain chain = {0};
  LQ_TRY(lq_pool_new(&pool));
  const lq_status st = lq_chain_parse(&chain, pool, s->data, &s->error);
  lq_pool_free(pool);
  return st;
}

static lq_status read_targets(scene* const s)
{
  lq_pool*   pool = NULL;
  lq_targets targets;
  LQ_TRY(lq_pool_new(&pool));
  const lq_status st = lq_targets_load(&targets, pool, &s->error);
  lq_pool_free(pool);
  return st;
}

static lq_status drop(void* const user, const float* const* const x, const size_t n,
                      lq_error* const error)
{
  (void)user;
  (void)x;
  (void)n;
  (void)error;
  return LQ_OK;
}

static lq_status render(scene* const s)
{
  return lq_render_session(s->data, (lq_sink){.write = drop}, &(lq_render_options){.n_jobs = 1},
                           NULL, &s->error);
}

static lq_status measure(scene* const s)
{
  lq_measurement m;
  return lq_measure_file(s->data, &m, NULL, &s->error);
}

static lq_status feature(scene* const s)
{
  lq_features     f  = {0};
  const lq_status st = lq_feature_file(s->data, &f, NULL, NULL, NULL, &s->error);
  if (!st) {
    lq_features_free(&f);
  }
  return st;
}

static lq_status bounce(scene* const s)
{
  return lq_bounce_run(s->data, (lq_sink){.write = drop}, NULL, NULL, &s->error);
}

// A take at another rate, a delivery from it, read back, and its name.
static lq_status deliver(scene* const s)
{
  const lq_master* const m      = s->data;
  const double           rate   = m->deliveries[0].rate_hz;
  lq_takes               takes  = {0};
  lq_print*              prints = NULL;
  char                   path[512];
  LQ_TRY(lq_takes_make(&takes, m->source_path, &m->chain, &rate, 1, "/tmp",
                       &(lq_render_options){.n_jobs = 1}, &s->error));
  temp_name(path, "print.wav");
  lq_status st =
      lq_print_make(&prints, lq_takes_at(&takes, rate), m->deliveries, path, true, NULL, &s->error);
  lq_takes_free(&takes);
  LQ_TRY(st);
  st = lq_print_commit(prints, &s->error);
  CHECK(!st == !unlink(path)); // there when it is done, and only then
  lq_print_free(prints);
  return st;
}

static lq_status write_audio(scene* const s)
{
  static const float      x[64];
  const float* const      io[2] = {x, x};
  const lq_audio_out_spec spec  = {
       .rate_hz = 48000, .n_channels = 2, .bits = 24, .dither = LQ_DITHER_TPDF, .force = true};
  lq_audio_out* out = NULL;
  char          path[512];
  LQ_TRY(lq_audio_out_open(&out, temp_name(path, s->data), &spec, &s->error));
  const lq_status st = lq_audio_out_write(out, io, 64, &s->error);
  if (st) {
    lq_audio_out_abandon(out);
    return st;
  }
  const lq_status done = lq_audio_out_commit(out, &s->error);
  CHECK(!done == !unlink(path)); // there when it is done, and only then
  return done;
}

static lq_status make_proc(scene* const s)
{
  rig r          = {.proc = s->data,
                    .spec = {.rate_hz = 48000, .n_channels = 2, .tempo_bpm = 120, .simd = lq_simd_best()}};
  r.spec.n_bands = r.proc->n_band_params ? 3 : 0;
  float values[512];
  lq_proc_defaults(r.proc, r.spec.n_bands, values);
  LQ_TRY(lq_proc_new(r.proc, &r.spec, values, &r.self, &r.memory));
  free(r.memory);
  return LQ_OK;
}

static void plans(void)
{
  lq_session* session = NULL;
  lq_error    e       = {0};
  for_every_n(read_plan, "lq_session_parse", NULL);
  CHECK(!lq_session_parse(&session, rich, sizeof rich - 1, &(lq_plan_source){0}, &e));
  if (*e.text) {
    printf("# %u:%u %s\n", e.line, e.column, e.text);
  }
  if (session) {
    for_every_n(write_plan, "lq_session_text", session);
    for_every_n(save_plan, "lq_session_write", session);
  }
  lq_session_free(session);
  for_every_n(read_master, "lq_master_parse", NULL);
  for_every_n(read_album, "lq_album_parse and lq_layout_make", NULL);
  for_every_n(read_chain, "lq_chain_parse", "[hpf: 80 Hz, limiter: {gain: 6 dB}]");
  for_every_n(
      read_chain, "lq_chain_parse of plug-ins",
      "[lv2: {uri: 'urn:lacquer-test:gain', preset: loud, controls: {gain: 6 dB, mode: clean "
      "(1)}}, lv2: {uri: 'urn:x:y', state: s, controls: {a: [[0 s, 1]]}}]");
  for_every_n(read_targets, "lq_targets_load", NULL);
}

static void processors(void)
{
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    for_every_n(make_proc, (*p)->symbol, *p);
  }
}

static void renders(void)
{
  desk              d     = desk_new(48000);
  const char* const a     = desk_noise(&d, 48000, 1, 3000, 1);
  const char* const other = desk_noise(&d, 44100, 2, 3000, 2);
  lq_session_add(d.session, LQ_STRIP_BUS, "bus");
  lq_session_add(d.session, LQ_STRIP_RETURN, "room");
  desk_push(&d, lq_session_find(d.session, "room"), lq_proc_find("reverb"));
  for (unsigned i = 0; i < 3; ++i) {
    char name[8];
    snprintf(name, sizeof name, "t%u", i);
    lq_strip* const t = desk_track(&d, name, i ? a : other);
    t->out            = i ? "bus" : "main";
    desk_push(&d, t, lq_proc_find("eq"));
    desk_push(&d, t, lq_proc_find("compressor"))->key = i == 2 ? "t0" : NULL;
    CHECK(!lq_strip_add_send(t, d.session->pool, "room", -6));
  }
  for_every_n(render, "lq_render_session", d.session);
  const lq_bounce b = {.path        = a,
                       .chain       = &lq_session_find(d.session, "t0")->chain,
                       .out_rate_hz = 44100,
                       .out_chain   = &lq_session_find(d.session, "t1")->chain};
  for_every_n(bounce, "lq_bounce_run", &b);
  lq_delivery     to = {.rate_hz = 44100,
                        .bits    = 24,
                        .format  = "wav",
                        .chain   = lq_session_find(d.session, "t1")->chain};
  const lq_master m  = {.source_path = a, .chain = *b.chain, .deliveries = &to, .n_deliveries = 1};
  for_every_n(deliver, "lq_takes_make and lq_print_make", &m);
  desk_free(&d);
}

static void files(void)
{
  desk              d = desk_new(48000);
  const char* const a = desk_noise(&d, 48000, 2, 60000, 1);
  for_every_n(measure, "lq_measure_file", a);
  for_every_n(feature, "lq_feature_file", a);
  for_every_n(write_audio, "lq_audio_out, WAV", "out.wav");
  for_every_n(write_audio, "lq_audio_out, FLAC", "out.flac");
  desk_free(&d);
}

static const check_test tests[] = {{"plans_survive_without_memory", plans},
                                   {"processors_survive_without_memory", processors},
                                   {"renders_survive_without_memory", renders},
                                   {"files_survive_without_memory", files}};
CHECK_MAIN(tests)
