// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/pressing.h"

#include "assist/vinyl_sides.h"
#include "base/maths.h"
#include "base/output.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/thread.h"
#include "deliver/side.h"
#include "proc/all.h"
#include "report/groove_plot.h"
#include "report/side_sheet.h"
#include "session/chain.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SIDES = 26, BLOCK = LQ_MAX_FRAMES };

/// One side on its way.
typedef struct {
  lq_pool* pool; ///< its own: sides are made side by side
  lq_take* take;
  unsigned first, n_songs;
  lq_side  side;
} sheet_side;

typedef struct {
  const lq_pressing_job*   job;
  const lq_render_options* options;
  lq_render_options        inner; ///< of the passes: progress goes through this one
  lq_pool*                 pool;
  sheet_side               sides[MOST_SIDES];
  size_t                   n_sides;
  _Atomic unsigned         passes_done;
  double                   n_passes;
  const char*              why;
} making;

enum { PASSES = 5 }; // copied, heard, decided, written, read back: about as long as each other

static bool step(void* const user, const double done)
{
  making* const m = user;
  const double  d = ((double)m->passes_done + done) / m->n_passes;
  return m->options->progress && m->options->progress(m->options->user, d < 1.0 ? d : 1.0);
}

static lq_status read_block(const lq_pressing_source* const s, const uint64_t at,
                            float* const* const x, const size_t n, lq_error* const error)
{
  return s->read(s->user, at, x, n, error);
}

// How much treble each song has: the mean square of its steps from sample to sample, which rise
// with frequency as the velocity of a groove does.
static lq_status hear_demand(making* const m, lq_sides_song* const songs, lq_error* const error)
{
  const lq_pressing_job* const    job = m->job;
  const lq_pressing_source* const s   = job->source;
  float                           memory[LQ_MAX_CHANNELS][BLOCK];
  float* const                    x[]     = {memory[0], memory[1]};
  double                          mean_db = 0.0;
  for (size_t i = 0; i < job->n_songs; ++i) {
    const lq_pressing_song* const song = &job->songs[i];
    const uint64_t next = i + 1 < job->n_songs ? job->songs[i + 1].start_frame : song->end_frame;
    double         sum = 0.0, last = 0.0;
    for (uint64_t at = song->start_frame; at < song->end_frame; at += BLOCK) {
      const uint64_t left = song->end_frame - at;
      const size_t   n    = left < BLOCK ? (size_t)left : BLOCK;
      LQ_TRY(read_block(s, at, x, n, error));
      for (size_t k = 0; k < n; ++k) {
        const double now = (double)x[0][k] + (double)x[s->n_channels - 1][k];
        sum += (now - last) * (now - last);
        last = now;
      }
    }
    const double length = (double)(song->end_frame - song->start_frame);
    songs[i].length_sec = (double)(next - song->start_frame) / s->rate_hz;
    songs[i].demand_db  = lq_power_to_db(sum / length + 1e-12);
    mean_db += songs[i].demand_db / (double)job->n_songs;
  }
  for (size_t i = 0; i < job->n_songs; ++i) {
    songs[i].demand_db -= mean_db;
  }
  return LQ_OK;
}

static lq_status divide(making* const m, lq_error* const error)
{
  const lq_pressing_job* const job   = m->job;
  unsigned* const              first = LQ_POOL_TAKE(m->pool, unsigned, job->n_songs + 1);
  lq_sides_song* const         songs = LQ_POOL_TAKE(m->pool, lq_sides_song, job->n_songs + 1);
  if (!first || !songs) {
    return LQ_ERR_MEMORY;
  }
  size_t n = job->n_sides;
  if (n) {
    memcpy(first, job->sides, (n < job->n_songs ? n : job->n_songs) * sizeof *first);
    m->why = "sides as they were asked for";
  } else {
    LQ_TRY(hear_demand(m, songs, error));
    LQ_TRY(lq_vinyl_split(first, &n, &m->why, songs, job->n_songs,
                          &job->vinyl->records[job->record], m->pool));
  }
  if (n > MOST_SIDES) {
    return lq_fail(error, LQ_ERR_LIMIT, (lq_at){0},
                   "these are %zu sides; expected at most %d, one for each letter.", n, MOST_SIDES);
  }
  for (size_t i = 0; i < n; ++i) {
    const unsigned end = i + 1 < n ? first[i + 1] : (unsigned)job->n_songs;
    if (first[i] >= end || (i == 0 && first[i] != 0)) {
      return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                     "side %c begins with song %u; expected the first side to begin with song 1, "
                     "and every side to hold a song.",
                     (char)('A' + i), first[i] + 1);
    }
    m->sides[i].first   = first[i];
    m->sides[i].n_songs = end - first[i];
  }
  m->n_sides  = n;
  m->n_passes = (double)(PASSES * n);
  return LQ_OK;
}

static lq_status describe(making* const m, sheet_side* const s, const size_t index)
{
  const lq_pressing_job* const  job   = m->job;
  const lq_pressing_song* const songs = job->songs + s->first;
  const double                  rate  = job->source->rate_hz;
  lq_side_song* const           made  = LQ_POOL_TAKE(s->pool, lq_side_song, s->n_songs);
  if (!made) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < s->n_songs; ++i) {
    made[i] =
        (lq_side_song){.title     = songs[i].title,
                       .start_sec = (double)(songs[i].start_frame - songs[0].start_frame) / rate,
                       .end_sec   = (double)(songs[i].end_frame - songs[0].start_frame) / rate};
  }
  s->side =
      (lq_side){.letter = (char)('A' + index),
                .file   = lq_pool_format(s->pool, "%s_%c.wav", job->catalogue, (char)('A' + index)),
                .record = &job->vinyl->records[job->record],
                .songs  = made,
                .n_songs = s->n_songs};
  return s->side.file ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status copy(making* const m, sheet_side* const s, lq_error* const error)
{
  const lq_pressing_job* const    job   = m->job;
  const lq_pressing_source* const from  = job->source;
  const lq_pressing_song* const   songs = job->songs + s->first;
  const uint64_t                  end   = songs[s->n_songs - 1].end_frame;
  float                           memory[LQ_MAX_CHANNELS][BLOCK];
  float* const                    x[] = {memory[0], memory[1]};
  LQ_TRY(lq_take_new(&s->take, job->folder, s->side.file, from->rate_hz, from->n_channels, error));
  const lq_sink sink = lq_take_sink(s->take);
  for (uint64_t at = songs[0].start_frame; at < end; at += BLOCK) {
    const size_t n = end - at < BLOCK ? (size_t)(end - at) : BLOCK;
    LQ_TRY(read_block(from, at, x, n, error));
    LQ_TRY(sink.write(sink.user, (const float* const*)x, n, error));
    if (at % (64U * BLOCK) == 0 && step(m, 0.0)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  return lq_take_end(s->take, error);
}

static lq_status begin(making* const m, const size_t index, lq_error* const error)
{
  sheet_side* const s = &m->sides[index];
  LQ_TRY(lq_pool_new(&s->pool));
  LQ_TRY(describe(m, s, index));
  LQ_TRY(copy(m, s, error));
  m->passes_done += 1;
  return LQ_OK;
}

static lq_status decide(void* const user, const size_t index, lq_error* const error)
{
  making* const       m     = user;
  sheet_side* const   s     = &m->sides[index];
  const lq_side_brief brief = {.take     = s->take,
                               .vinyl    = m->job->vinyl,
                               .record   = s->side.record,
                               .songs    = s->side.songs,
                               .n_songs  = s->n_songs,
                               .level_db = m->job->level_db,
                               .as_is    = m->job->as_is,
                               .pool     = s->pool};
  LQ_TRY(lq_vinyl_decide(&s->side, &brief, &m->inner, error));
  m->passes_done += 2;
  return LQ_OK;
}

// One gain for all sides, so that they stand to each other as they did; one cutting level for all,
// that of the side which bears the least, where nobody asked for another.
static lq_status align(making* const m)
{
  double peak_dbtp = -(double)INFINITY, level_db = (double)INFINITY;
  for (size_t i = 0; i < m->n_sides; ++i) {
    peak_dbtp = fmax(peak_dbtp, m->sides[i].side.peak_dbtp);
    level_db  = fmin(level_db, m->sides[i].side.level_db);
  }
  const double ceiling_dbtp = m->job->vinyl->ceiling_dbtp;
  const double gain_db =
      isfinite(peak_dbtp) ? floor(100.0 * (ceiling_dbtp - peak_dbtp)) / 100.0 : 0.0;
  for (size_t i = 0; i < m->n_sides; ++i) {
    sheet_side* const s = &m->sides[i];
    lq_device         d;
    s->side.level_db = level_db;
    s->side.gain_db  = fmax(-60.0, fmin(60.0, gain_db));
    LQ_TRY(lq_device_init(&d, s->pool, &lq_trim, 0));
    lq_device_set(&d, "gain", (float)s->side.gain_db);
    d.why = lq_pool_format(s->pool,
                           "brings the highest true peak of all sides to %.1f dBTP; nothing limits",
                           ceiling_dbtp);
    LQ_TRY(d.why ? LQ_OK : LQ_ERR_MEMORY);
    LQ_TRY(lq_chain_push(&s->side.chain, s->pool, &d));
  }
  return LQ_OK;
}

static lq_status write_text(making* const m, lq_pool* const pool, const char* const name,
                            char* const text, lq_error* const error)
{
  const char* const path = lq_path_join(pool, m->job->folder, name);
  lq_status         st   = text && path && name ? LQ_OK : LQ_ERR_MEMORY;
  st                     = st ? st : lq_output_text(path, text, strlen(text), m->job->force, error);
  free(text);
  return st;
}

static lq_status finish(void* const user, const size_t index, lq_error* const error)
{
  making* const     m    = user;
  sheet_side* const s    = &m->sides[index];
  const char* const path = lq_path_join(s->pool, m->job->folder, s->side.file);
  const char        c    = s->side.letter;
  LQ_TRY(path ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(lq_side_write(&s->side, m->job->vinyl, s->take, path, m->job->force, s->pool, &m->inner,
                       error));
  LQ_TRY(write_text(m, s->pool, lq_pool_format(s->pool, "%s_%c.chain.yaml", m->job->catalogue, c),
                    lq_yaml_text(lq_chain_node(s->pool, &s->side.chain), NULL), error));
  const char* const title = lq_pool_format(s->pool, "%s, side %c", m->job->title, c);
  LQ_TRY(title ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(write_text(m, s->pool, lq_pool_format(s->pool, "groove-%c.svg", c),
                    lq_groove_plot(&s->side, title), error));
  m->passes_done += 2;
  return LQ_OK;
}

static lq_status write_sheets(making* const m, const lq_pressing* const p, lq_error* const error)
{
  const lq_side_sheet sheet = {.title     = m->job->title,
                               .artist    = m->job->artist,
                               .catalogue = m->job->catalogue,
                               .contact   = m->job->contact,
                               .sides     = p->sides,
                               .n_sides   = p->n_sides,
                               .why       = p->why,
                               .n_why     = p->n_why};
  LQ_TRY(write_text(m, m->pool, "sides.txt", lq_side_sheet_text(&sheet), error));
  LQ_TRY(write_text(m, m->pool, "sides.html", lq_side_sheet_html(&sheet), error));
  json_t* const json = lq_side_sheet_json(&sheet);
  char* const   text = json ? json_dumps(json, JSON_INDENT(2)) : NULL;
  json_decref(json);
  return write_text(m, m->pool, "sides.json", text, error);
}

static void release_pool(void* const pool)
{
  lq_pool_free(pool);
}

// What the sides are made of stays as long as the caller's pool.
static lq_status gather(making* const m, lq_pressing* const p)
{
  lq_side* const     sides = LQ_POOL_TAKE(m->pool, lq_side, m->n_sides);
  const char** const why   = LQ_POOL_TAKE(m->pool, const char*, 1);
  if (!sides || !why) {
    return LQ_ERR_MEMORY;
  }
  *why = m->why;
  *p   = (lq_pressing){.sides = sides, .n_sides = m->n_sides, .why = why, .n_why = 1};
  for (size_t i = 0; i < m->n_sides; ++i) {
    sheet_side* const s = &m->sides[i];
    sides[i]            = s->side;
    for (size_t k = 0; k < s->side.n_worries; ++k) {
      p->n_rules += s->side.worries[k].rule;
    }
    LQ_TRY(lq_pool_attach(m->pool, s->pool, release_pool));
    s->pool = NULL;
  }
  return LQ_OK;
}

static lq_status make(making* const m, lq_pressing* const pressing, lq_error* const error)
{
  const unsigned n_jobs = m->options->n_jobs;
  LQ_TRY(divide(m, error));
  for (size_t i = 0; i < m->n_sides; ++i) {
    LQ_TRY(begin(m, i, error));
  }
  LQ_TRY(lq_crew_try(n_jobs, m->n_sides, decide, m, error));
  LQ_TRY(align(m));
  LQ_TRY(lq_crew_try(n_jobs, m->n_sides, finish, m, error));
  LQ_TRY(gather(m, pressing));
  return write_sheets(m, pressing, error);
}

lq_status lq_pressing_make(lq_pressing* const pressing, const lq_pressing_job* const job,
                           lq_pool* const pool, const lq_render_options* const options,
                           lq_error* const error)
{
  making* const m = calloc(1, sizeof *m);
  if (!m) {
    return LQ_ERR_MEMORY;
  }
  m->job               = job;
  m->options           = options;
  m->inner             = *options;
  m->inner.progress    = options->progress ? step : NULL;
  m->inner.user        = m;
  m->pool              = pool;
  m->n_passes          = 1.0;
  lq_pressing     made = {0};
  const lq_status st   = make(m, &made, error);
  for (size_t i = 0; i < MOST_SIDES; ++i) {
    lq_take_free(m->sides[i].take);
    lq_pool_free(m->sides[i].pool);
  }
  free(m);
  if (!st) {
    *pressing = made;
  }
  return st;
}
