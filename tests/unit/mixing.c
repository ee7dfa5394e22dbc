// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The mix assistant from end to end, on a piece of the demo song: how its files are called, how
/// loud they were recorded and how many threads there are does not matter.
#include "session_tools.h"

#include "assist/mix.h"
#include "assist/scene.h"
#include "lacquer/measure.h"
#include "session/plan.h"

#include <dirent.h>
#include <sys/stat.h>

enum { FROM_SEC = 4, LONG_SEC = 14, MOST = 32 }; // verse and chorus: everybody plays

/// A recorded track, as it was found.
typedef struct {
  char   name[256]; // without number and ending
  float* x;         // interleaved
  size_t n;
  int    n_channels, rate_hz;
} recording;

typedef struct {
  recording tracks[MOST];
  size_t    n;
} recordings;

static int by_name(const void* const a, const void* const b)
{
  return strcmp(((const recording*)a)->name, ((const recording*)b)->name);
}

static void load(recording* const r, const char* const folder, const char* const file)
{
  char path[2048];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  SF_INFO        info = {0};
  SNDFILE* const in   = sf_open(path, SFM_READ, &info);
  CHECK(in != NULL);
  snprintf(r->name, sizeof r->name, "%.*s", (int)strcspn(file, ".") - 3, file + 3);
  r->rate_hz    = info.samplerate;
  r->n_channels = info.channels;
  r->x = malloc(LONG_SEC * (size_t)info.samplerate * (size_t)info.channels * sizeof(float));
  sf_seek(in, (sf_count_t)FROM_SEC * info.samplerate, SEEK_SET);
  r->n = (size_t)sf_readf_float(in, r->x, (sf_count_t)LONG_SEC * info.samplerate);
  sf_close(in);
}

static recordings load_demo(void)
{
  recordings  r    = {0};
  const char* home = getenv("LACQUER_SOURCE");
  char        folder[1024];
  snprintf(folder, sizeof folder, "%s/demo/Tin Harbour", home ? home : ".");
  DIR* const dir = opendir(folder);
  CHECK(dir != NULL);
  for (const struct dirent* d; dir && (d = readdir(dir));) {
    if (strstr(d->d_name, ".flac") && r.n < MOST) {
      load(&r.tracks[r.n++], folder, d->d_name);
    }
  }
  if (dir) {
    closedir(dir);
  }
  qsort(r.tracks, r.n, sizeof *r.tracks, by_name);
  CHECK(r.n == 18);
  return r;
}

static void unload(recordings* const r)
{
  for (size_t i = 0; i < r->n; ++i) {
    free(r->tracks[i].x);
  }
}

typedef enum { AS_RECORDED, SHUFFLED, NAMELESS } naming;

static void file_name(char* const out, const size_t size, const char* const folder,
                      const recordings* const r, const size_t i, const naming how)
{
  const size_t number = how == AS_RECORDED ? i + 1 : (7 * i + 5) % r->n + 1; // 7 and 18: a shuffle
  if (how == NAMELESS) {
    snprintf(out, size, "%s/Audio %zu.wav", folder, number);
  } else {
    snprintf(out, size, "%s/%02zu_%s.wav", folder, number, r->tracks[i].name);
  }
}

/// What the assistant made of it.
typedef struct {
  char        folder[512];
  lq_session* session;
  char*       plan; // without the lines that name files
  tape        mix;
  lq_desk     desk; // post fader
  lq_scene    scene;
  double      peak_dbtp;
} mixed;

static void drop_files(char* const text)
{
  char* to = text;
  for (char* line = text; *line;) {
    const size_t n = strcspn(line, "\n") + 1;
    if (strncmp(line + strspn(line, " -"), "file:", 5) != 0) {
      memmove(to, line, n);
      to += n;
    }
    line += n;
  }
  *to = '\0';
}

static bool leads(void* const user, const lq_strip* const strip)
{
  (void)user;
  return !strcmp(strip->role, "lead-vocal");
}

static void listen(mixed* const m, const lq_render_options* const options)
{
  lq_error            e     = {0};
  lq_meter*           meter = NULL;
  const lq_sink       sink  = {tape_write, &m->mix};
  const float* const* x     = (const float* const*)m->mix.x;
  CHECK(!lq_desk_hear(&m->desk, m->session, LQ_TAP_POST, sink, options, &e));
  CHECK(!lq_scene_make(&m->scene, &m->desk, leads, NULL));
  CHECK(!lq_meter_new(&meter, m->desk.rate_hz, 2));
  CHECK(!lq_meter_process(meter, x, m->mix.n));
  m->peak_dbtp = lq_meter_read(meter).true_peak_dbtp;
  lq_meter_free(meter);
}

/// Write the recordings, the one called `changed` by so much, mix them, and listen to the mix.
static mixed mix(const recordings* const r, const naming how, const char* const changed,
                 const double by_db, const unsigned n_jobs)
{
  static unsigned         n_mixed; // a folder for each
  mixed                   m = {0};
  lq_error                e = {0};
  char                    name[16], path[1024];
  const lq_render_options options = {.n_jobs = n_jobs};
  snprintf(name, sizeof name, "mix%u", n_mixed++);
  temp_name(m.folder, name);
  CHECK(!mkdir(m.folder, 0700));
  for (size_t i = 0; i < r->n; ++i) {
    const recording* const t    = &r->tracks[i];
    const float            gain = !strcmp(t->name, changed) ? (float)lq_db_to_lin(by_db) : 1.0F;
    float* const           x    = malloc(t->n * (size_t)t->n_channels * sizeof *x);
    for (size_t k = 0; k < t->n * (size_t)t->n_channels; ++k) {
      x[k] = gain * t->x[k];
    }
    SF_INFO info = {.samplerate = t->rate_hz,
                    .channels   = t->n_channels,
                    .format     = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    file_name(path, sizeof path, m.folder, r, i, how);
    SNDFILE* const out = sf_open(path, SFM_WRITE, &info);
    CHECK(out && sf_writef_float(out, x, (sf_count_t)t->n) == (sf_count_t)t->n);
    sf_close(out);
    free(x);
  }
  lq_mix_job job     = {.folder = m.folder, .plan_folder = m.folder, .brief = LQ_BRIEF};
  job.brief.title    = "Tin Harbour";
  const lq_status st = lq_assist_mix(&m.session, &job, &options, &e);
  if (st) {
    printf("# %s: %s\n", lq_status_name(st), e.text);
    CHECK(!st);
    return m;
  }
  m.plan = lq_session_text(m.session);
  drop_files(m.plan);
  listen(&m, &options);
  return m;
}

static void mixed_free(mixed* const m, const recordings* const r, const naming how)
{
  char path[1024];
  for (size_t i = 0; i < r->n; ++i) {
    file_name(path, sizeof path, m->folder, r, i, how);
    unlink(path);
  }
  rmdir(m->folder);
  lq_scene_free(&m->scene);
  lq_desk_free(&m->desk);
  tape_free(&m->mix);
  free(m->plan);
  lq_session_free(m->session);
}

static void same_plan(const mixed* const a, const mixed* const b)
{
  CHECK(a->plan && b->plan && !strcmp(a->plan, b->plan));
  const char *p = a->plan, *q = b->plan;
  for (unsigned shown = 0; p && q && *p && *q && shown < 6;) {
    const size_t n = strcspn(p, "\n"), k = strcspn(q, "\n");
    if (n != k || strncmp(p, q, n) != 0) {
      printf("# one:   %.*s\n# other: %.*s\n", (int)n, p, (int)k, q);
      ++shown;
    }
    p += n + (p[n] == '\n');
    q += k + (q[k] == '\n');
  }
}

static recordings demo;
static mixed      usual; // of two threads, files called as they were recorded

static void two_runs_on_one_and_two_threads_give_the_same_plan_and_bits(void)
{
  mixed again = mix(&demo, AS_RECORDED, "", 0, 1);
  same_plan(&usual, &again);
  CHECK(tape_same(&usual.mix, &again.mix));
  mixed_free(&again, &demo, AS_RECORDED);
}

static void the_order_of_the_files_does_not_matter(void)
{
  mixed other = mix(&demo, SHUFFLED, "", 0, 2);
  same_plan(&usual, &other);
  CHECK(tape_same(&usual.mix, &other.mix));
  mixed_free(&other, &demo, SHUFFLED);
}

// Names say nothing, so the sound alone has to: roles may come out wrong, but nobody is lost.
static void without_names_everybody_is_still_heard(void)
{
  mixed m = mix(&demo, NAMELESS, "", 0, 2);
  CHECK_NEAR(m.peak_dbtp, LQ_MIX_PEAK_DBTP, 0.11); // faders move in tenths
  CHECK(m.scene.n == demo.n);
  for (size_t i = 0; m.session && i < m.session->n_strips; ++i) {
    const lq_strip* const s = &m.session->strips[i];
    if (s->mute) {
      printf("# %s (%s) is muted: %s\n", s->name, s->role, s->mute_why);
    }
    CHECK(!s->mute);
  }
  for (size_t i = 0; i < m.scene.n; ++i) {
    const lq_scene_track* const t     = &m.scene.tracks[i];
    const double                heard = lq_scene_heard(&m.scene, t);
    if (heard < 0.3) {
      printf("# %s (%s) is heard for %.0f %% of its time\n", t->strip->name, t->strip->role,
             100 * heard);
    }
    CHECK(heard >= 0.3);
  }
  mixed_free(&m, &demo, NAMELESS);
}

static const lq_scene_track* named(const mixed* const m, const char* const name)
{
  return lq_scene_find(&m->scene, lq_session_find(m->session, name));
}

// Of everything else together, while the track plays.
static double against_rest_db(const mixed* const m, const lq_scene_track* const t)
{
  double own = 0, all = 0;
  for (size_t i = 0; i < m->scene.n_steps; ++i) {
    for (unsigned b = 0; t->active[i] && b < LQ_SPECTRUM_BANDS; ++b) {
      own += t->steps[i].band[b];
      all += m->scene.sum[i].band[b];
    }
  }
  return lq_power_to_db(own / (all - own));
}

static void how_loud_a_track_was_recorded_does_not_matter(void)
{
  static const struct {
    const char* name;
    double      by_db;
  } cases[] = {{"Keys", 12}, {"Keys", -20}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    mixed                       m   = mix(&demo, AS_RECORDED, cases[i].name, cases[i].by_db, 2);
    const lq_scene_track* const was = named(&usual, cases[i].name);
    const lq_scene_track* const is  = named(&m, cases[i].name);
    CHECK(was && is);
    if (was && is) {
      CHECK_NEAR(is->lufs, was->lufs, 1);
      CHECK_NEAR(against_rest_db(&m, is), against_rest_db(&usual, was), 1);
    }
    CHECK_NEAR(m.peak_dbtp, LQ_MIX_PEAK_DBTP, 0.11);
    mixed_free(&m, &demo, AS_RECORDED);
  }
}

static const check_test tests[] = {
    CHECK_TEST(two_runs_on_one_and_two_threads_give_the_same_plan_and_bits),
    CHECK_TEST(the_order_of_the_files_does_not_matter),
    CHECK_TEST(without_names_everybody_is_still_heard),
    CHECK_TEST(how_loud_a_track_was_recorded_does_not_matter),
};

int main(void)
{
  demo         = load_demo();
  usual        = mix(&demo, AS_RECORDED, "", 0, 2);
  const int st = check_all(tests, sizeof tests / sizeof *tests);
  mixed_free(&usual, &demo, AS_RECORDED);
  unload(&demo);
  return st;
}
