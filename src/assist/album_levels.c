// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_levels.h"

#include "assist/album_takes.h"
#include "base/maths.h"
#include "base/pool.h"
#include "base/thread.h"
#include "deliver/cut.h"
#include "measure/loudness.h"

#include <math.h>
#include <stdlib.h>

static const double silent_lufs = -70, gate_lu = 20, exceeded = 0.05; // EBU Tech 3342

static int by_size(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

// The windows of one stretch, in mean square.
static size_t take_windows(const lq_envelope* const e, double* const to)
{
  enum { GRID = LQ_LOUDNESS_HOPS_A_GRID, SHORT = LQ_LOUDNESS_GRIDS_SHORT * GRID };
  size_t n   = 0;
  double sum = 0;
  for (size_t i = 0; i < e->n; ++i) {
    sum += e->energy[i] - (i >= SHORT ? e->energy[i - SHORT] : 0);
    if (i + 1 >= SHORT && (i + 1) % GRID == 0) {
      to[n++] = fmax(0, sum) / (LQ_LOUDNESS_GRIDS_SHORT * e->grid_frames);
    }
  }
  return n;
}

lq_status lq_album_loud_lufs(const lq_envelope* const* const envelopes, const size_t n,
                             double* const lufs)
{
  size_t room = 1, count = 0, kept = 0;
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    room += envelopes[i]->n;
  }
  double* const all = malloc(room * sizeof *all);
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    count += take_windows(envelopes[i], all + count);
  }
  for (size_t i = 0; i < count; ++i) {
    if (lq_loudness_lufs(all[i]) >= silent_lufs) {
      sum += all[i];
      all[kept++] = all[i];
    }
  }
  const double least = kept ? sum / (double)kept * lq_exp(-gate_lu * LQ_LN10 / 10) : 0;
  count              = 0;
  for (size_t i = 0; i < kept; ++i) {
    all[count] = all[i];
    count += all[i] >= least;
  }
  qsort(all, count, sizeof *all, by_size);
  *lufs = count ? lq_loudness_lufs(all[(size_t)((1 - exceeded) * (double)(count - 1) + 0.5)])
                : -HUGE_VAL;
  free(all);
  return LQ_OK;
}

typedef struct {
  lq_album_sound*          s;
  const lq_render_options* options;
  const lq_reel*           reel;
} measuring;

static lq_status measure_song(void* const user, const size_t k, lq_error* const error)
{
  const measuring* const m      = user;
  lq_album_song* const   x      = &m->s->songs[k];
  const double           hz     = m->s->rate_hz;
  const uint64_t         sector = lq_sector_frames(hz);
  lq_envelope_sink*      sink   = NULL;
  lq_envelope_free(&x->envelope);
  LQ_TRY(lq_envelope_sink_new(&sink, hz, 2, NULL, (lq_sink){0}));
  const lq_status st =
      lq_reel_play(m->reel, x->place->mark * sector, (x->place->end - x->place->mark) * sector,
                   lq_envelope_sink_of(sink), m->options, error);
  if (st) {
    lq_envelope_sink_free(sink);
    return st;
  }
  return lq_envelope_sink_end(sink, &x->envelope, &x->plain);
}

static lq_status measure(lq_album_sound* const s, const lq_render_options* const options,
                         lq_error* const error)
{
  double* const gain_db = LQ_POOL_TAKE(s->pool, double, s->n);
  lq_reel*      reel    = NULL;
  if (!gain_db) {
    return LQ_ERR_MEMORY;
  }
  for (size_t k = 0; k < s->n; ++k) {
    gain_db[k] = s->songs[k].base_db;
  }
  LQ_TRY(
      lq_album_splice(s, 0, s->n - 1, 0, s->brief.layout->n_sectors, s->rate_hz, gain_db, &reel));
  measuring       m  = {.s = s, .options = options, .reel = reel};
  const lq_status st = lq_crew_try(options ? options->n_jobs : 0, s->n, measure_song, &m, error);
  lq_reel_free(reel);
  return st;
}

static bool sounds(const lq_album_sound* const s, const size_t k)
{
  return isfinite(s->songs[k].plain.integrated_lufs);
}

// A piece has one gain, and what its songs ask for on top.
static lq_status level_piece(lq_album_sound* const s, const lq_album_piece* const p)
{
  const bool                even = s->brief.album->levels == LQ_LEVELS_EVEN;
  double                    lufs = -HUGE_VAL;
  const lq_envelope** const all  = LQ_POOL_TAKE(s->pool, const lq_envelope*, p->n);
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < p->n; ++i) {
    all[i] = &s->songs[p->first + i].envelope;
  }
  LQ_TRY(lq_album_loud_lufs(all, p->n, &lufs));
  const lq_album_song* const lead = &s->songs[p->lead];
  if (!isfinite(lufs)) { // shorter than a window
    lufs = lead->plain.integrated_lufs;
  }
  // What a chain did to the loudness is no difference between the files.
  const double chain_lu =
      lead->chain_of == LQ_NO_SONG
          ? lead->base_db
          : lead->plain.integrated_lufs - s->song_facts[p->lead].before.integrated_lufs;
  for (size_t k = p->first; k < p->first + p->n; ++k) {
    lq_album_song* const x     = &s->songs[k];
    x->rel_db                  = x->base_db + x->song->level_lu + (even ? -lufs : -chain_lu);
    x->rel_db                  = isfinite(x->rel_db) ? x->rel_db : 0;
    s->song_facts[k].loud_lufs = lufs - x->base_db;
  }
  return LQ_OK;
}

static double own_lufs(const lq_album_song* const x)
{
  return x->plain.integrated_lufs - x->base_db + x->rel_db;
}

static void find_loudest(lq_album_sound* const s)
{
  s->loudest = LQ_NO_SONG;
  for (size_t k = 0; k < s->n; ++k) {
    const bool more = sounds(s, k) && (s->loudest == LQ_NO_SONG ||
                                       own_lufs(&s->songs[k]) > own_lufs(&s->songs[s->loudest]));
    s->loudest      = more ? k : s->loudest;
  }
}

// Within a piece the loudest song is the one that is brought to its aim.
static void find_leads(lq_album_sound* const s)
{
  for (size_t i = 0; i < s->n_pieces; ++i) {
    lq_album_piece* const p = &s->pieces[i];
    for (size_t k = p->first; k < p->first + p->n; ++k) {
      const lq_album_song* const x = &s->songs[k];
      const lq_album_song* const l = &s->songs[p->lead];
      p->lead                      = x->plain.integrated_lufs + x->song->level_lu >
                        l->plain.integrated_lufs + l->song->level_lu
                                         ? k
                                         : p->lead;
    }
  }
}

double lq_album_aim_lufs(const lq_album_sound* const s, const size_t song, const double lufs)
{
  return lufs + own_lufs(&s->songs[song]) - own_lufs(&s->songs[s->loudest]);
}

static const char* why(const lq_album_sound* const s, const size_t k)
{
  const lq_album_song* const  x    = &s->songs[k];
  const lq_album_piece* const p    = &s->pieces[x->piece];
  lq_pool* const              pool = s->pool;
  if (!sounds(s, k)) {
    return "it is silent";
  }
  const char* const rule =
      s->brief.album->levels == LQ_LEVELS_EVEN
          ? lq_pool_format(pool,
                           "as loud as the others where it is loudest (%.1f LUFS short-term are "
                           "exceeded in 5 %% of it)",
                           s->song_facts[k].loud_lufs)
          : "as the files stand to each other";
  const char* const piece =
      p->n == 1      ? ""
      : k == p->lead ? ", with all of its piece"
                     : lq_pool_format(pool, ", in one piece with '%s', whose gain it has",
                                      lq_album_title(s, p->lead));
  const char* const asked =
      x->song->level_lu != 0
          ? lq_pool_format(pool, ", and %+g LU as the plan asks", x->song->level_lu)
          : "";
  const char* const place = k == s->loudest
                                ? "the loudest as a whole"
                                : lq_pool_format(pool, "%.1f LU under the loudest as a whole",
                                                 -s->song_facts[k].level_lu);
  return rule && piece && asked && place
             ? lq_pool_format(pool, "%s%s%s: %s", rule, piece, asked, place)
             : NULL;
}

static lq_status place_all(lq_album_sound* const s)
{
  find_leads(s);
  for (size_t i = 0; i < s->n_pieces; ++i) {
    LQ_TRY(level_piece(s, &s->pieces[i]));
  }
  find_loudest(s);
  return LQ_OK;
}

lq_status lq_album_level(lq_album_sound* const s, const lq_render_options* const options,
                         lq_error* const error)
{
  bool overlaps = false;
  LQ_TRY(lq_album_convert(s, s->rate_hz, options, error));
  LQ_TRY(measure(s, options, error));
  LQ_TRY(place_all(s));
  for (size_t k = 1; k < s->n; ++k) {
    overlaps = overlaps || s->songs[k].song->overlap_sec > 0;
  }
  if (overlaps) { // with their neighbours' ends as loud as they will be
    for (size_t k = 0; k < s->n; ++k) {
      s->songs[k].base_db = s->songs[k].rel_db;
    }
    LQ_TRY(measure(s, options, error));
    LQ_TRY(place_all(s));
  }
  if (s->loudest == LQ_NO_SONG) {
    return lq_fail(error, LQ_ERR_FORMAT, (lq_at){.file = s->brief.album->file},
                   "there is nothing to hear in any song of the album.");
  }
  for (size_t k = 0; k < s->n; ++k) {
    lq_album_song_facts* const f = &s->song_facts[k];
    f->level_lu                  = sounds(s, k) ? lq_album_aim_lufs(s, k, 0) : -HUGE_VAL;
    f->level_why                 = why(s, k);
    LQ_TRY(f->level_why ? LQ_OK : LQ_ERR_MEMORY);
  }
  return LQ_OK;
}
