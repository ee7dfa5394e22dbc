// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_takes.h"

#include "audio/resample.h"
#include "base/pool.h"
#include "base/thread.h"
#include "deliver/cut.h"
#include "engine/bounce.h"

#include <math.h>
#include <stdlib.h>

// Where one piece hands over to another chain or gain without a break: half to either side of the
// join, gains adding up to 1.
static const double cross_sec = 0.01;

typedef struct {
  lq_album_sound*          s;
  const lq_render_options* options;
  double                   rate_hz;
  lq_take**                takes;
} rendering;

// A stretch of what comes, and the songs that are heard in it.
typedef struct {
  lq_album_sound* s;
  size_t          first, last; ///< songs of the stretch that are heard; first > last: none
  size_t          chain_of;
  uint64_t        n_skip, n_left, at;
  lq_sink         next;
} trimming;

static lq_status hear(const trimming* const t, const float* const* const x, const size_t n)
{
  for (size_t k = t->first; k <= t->last; ++k) {
    const lq_album_song* const song = &t->s->songs[k];
    const uint64_t             end  = song->in_piece + song->n_frames;
    if (song->chain_of != t->chain_of || song->in_piece >= t->at + n || end <= t->at) {
      continue;
    }
    const uint64_t     from = song->in_piece > t->at ? song->in_piece - t->at : 0;
    const uint64_t     to   = end < t->at + n ? end - t->at : n;
    const float* const y[2] = {x[0] + from, x[1] + from};
    LQ_TRY(lq_band_steps_process(song->bands, y, (size_t)(to - from)));
  }
  return LQ_OK;
}

static lq_status trim(void* const user, const float* const* const x, const size_t n_frames,
                      lq_error* const error)
{
  trimming* const    t    = user;
  const size_t       skip = t->n_skip < n_frames ? (size_t)t->n_skip : n_frames;
  const size_t       more = n_frames - skip;
  const size_t       n    = t->n_left < more ? (size_t)t->n_left : more;
  const float* const y[2] = {x[0] + skip, x[1] + skip};
  t->n_skip -= skip;
  t->n_left -= n;
  LQ_TRY(n && t->s ? hear(t, y, n) : LQ_OK);
  t->at += n;
  return n ? t->next.write(t->next.user, y, n, error) : LQ_OK;
}

static lq_status new_take(const rendering* const r, const size_t song, const double rate_hz,
                          lq_take** const take, lq_error* const error)
{
  return lq_take_new(take, r->s->brief.folder, r->s->songs[song].song->file, rate_hz, 2, error);
}

static const lq_chain* chain_of(const lq_album_sound* const s, const size_t song)
{
  const size_t of = s->songs[song].chain_of;
  return of == LQ_NO_SONG ? NULL : &s->songs[of].master->chain;
}

// One bounce into a new take, of which a stretch is kept.
static lq_status bounce(const rendering* const r, const size_t song, const lq_bounce* const b,
                        trimming* const t, lq_take** const take, lq_error* const error)
{
  lq_take* made = NULL;
  LQ_TRY(new_take(r, song, r->s->pieces[r->s->songs[song].piece].rate_hz, &made, error));
  t->next            = lq_take_sink(made);
  const lq_sink sink = {.write = trim, .user = t};
  lq_status     st   = lq_bounce_run(b, sink, r->options, NULL, error);
  st                 = st ? st : lq_take_end(made, error);
  if (st) {
    lq_take_free(made);
    return st;
  }
  *take = made;
  return LQ_OK;
}

static lq_status render_song(const rendering* const r, const size_t k, lq_error* const error)
{
  const lq_album_song* const x = &r->s->songs[k];
  const lq_bounce b = {.path = x->song->path, .chain = chain_of(r->s, k), .stereo = true};
  trimming        t = {.s        = r->s,
                       .first    = k,
                       .last     = k,
                       .chain_of = x->chain_of,
                       .n_skip   = x->offset_frames,
                       .n_left   = x->n_frames};
  return bounce(r, k, &b, &t, &r->s->own[k], error);
}

// Songs of a piece as they are, spliced.
static lq_status splice_raw(const rendering* const r, const lq_album_piece* const p,
                            lq_take** const raw, lq_reel* const reel, lq_error* const error)
{
  for (size_t i = 0; i < p->n; ++i) {
    const size_t               k = p->first + i;
    const lq_album_song* const x = &r->s->songs[k];
    const lq_bounce            b = {.path = x->song->path, .rate_hz = p->rate_hz, .stereo = true};
    trimming                   t = {.n_skip = x->offset_frames, .n_left = x->n_frames};
    LQ_TRY(bounce(r, k, &b, &t, &raw[i], error));
    const lq_reel_clip clip = {.take = raw[i], .at_frame = x->in_piece, .n_frames = x->n_frames};
    LQ_TRY(lq_reel_add(reel, &clip));
  }
  return LQ_OK;
}

// All of the piece through every chain that one of its songs has.
static lq_status render_chains(const rendering* const r, const lq_album_piece* const p,
                               const lq_reel* const reel, lq_error* const error)
{
  lq_take** const own = r->s->own;
  for (size_t k = p->first; k < p->first + p->n; ++k) {
    for (size_t i = p->first; i < k && !own[k]; ++i) {
      own[k] = r->s->songs[i].chain_of == r->s->songs[k].chain_of ? own[i] : NULL;
    }
    if (own[k]) {
      continue;
    }
    const lq_bounce b = {.reel = reel, .chain = chain_of(r->s, k), .stereo = true};
    trimming        t = {.s        = r->s,
                         .first    = k,
                         .last     = p->first + p->n - 1,
                         .chain_of = r->s->songs[k].chain_of,
                         .n_left   = p->n_frames};
    LQ_TRY(bounce(r, k, &b, &t, &own[k], error));
  }
  return LQ_OK;
}

static lq_status render_joined(const rendering* const r, const lq_album_piece* const p,
                               lq_error* const error)
{
  lq_reel*        reel = NULL;
  lq_take** const raw  = calloc(p->n, sizeof(lq_take*));
  lq_status       st =
      raw ? lq_reel_new(&reel, r->s->songs[p->first].song->file, p->rate_hz, 2, p->n_frames)
                : LQ_ERR_MEMORY;
  st = st ? st : splice_raw(r, p, raw, reel, error);
  st = st ? st : render_chains(r, p, reel, error);
  for (size_t i = 0; raw && i < p->n; ++i) {
    lq_take_free(raw[i]);
  }
  free(raw);
  lq_reel_free(reel);
  return st;
}

static lq_status render_piece(void* const user, const size_t i, lq_error* const error)
{
  const rendering* const      r = user;
  const lq_album_piece* const p = &r->s->pieces[i];
  for (size_t k = p->first; k < p->first + p->n; ++k) {
    LQ_TRY(lq_band_steps_new(&r->s->songs[k].bands, p->rate_hz, 2));
  }
  LQ_TRY(p->n == 1 ? render_song(r, p->first, error) : render_joined(r, p, error));
  for (size_t k = p->first; k < p->first + p->n; ++k) {
    LQ_TRY(lq_band_steps_finish(r->s->songs[k].bands));
  }
  return LQ_OK;
}

lq_status lq_album_render(lq_album_sound* const s, const lq_render_options* const options,
                          lq_error* const error)
{
  rendering r = {.s = s, .options = options};
  return lq_crew_try(options ? options->n_jobs : 0, s->n_pieces, render_piece, &r, error);
}

lq_status lq_album_rerender(lq_album_sound* const s, const size_t song, const lq_chain* const more,
                            const lq_render_options* const options, lq_error* const error)
{
  const rendering       r    = {.s = s, .options = options};
  const lq_album_piece* p    = &s->pieces[s->songs[song].piece];
  lq_take* const        was  = s->own[song];
  lq_take*              made = NULL;
  const lq_bounce       b    = {.take = was, .chain = more};
  trimming              t    = {.n_left = p->n_frames};
  LQ_TRY(bounce(&r, song, &b, &t, &made, error));
  for (size_t k = p->first; k < p->first + p->n; ++k) {
    s->own[k] = s->own[k] == was ? made : s->own[k];
  }
  lq_take_free(was);
  return LQ_OK;
}

static lq_status convert_one(void* const user, const size_t k, lq_error* const error)
{
  const rendering* const r   = user;
  lq_take* const         own = r->s->own[k];
  if (k && r->s->own[k - 1] == own) {
    return LQ_OK; // shared, see below
  }
  const lq_bounce b = {.take = own, .out_rate_hz = r->rate_hz};
  LQ_TRY(new_take(r, k, r->rate_hz, &r->takes[k], error));
  LQ_TRY(lq_bounce_run(&b, lq_take_sink(r->takes[k]), r->options, NULL, error));
  return lq_take_end(r->takes[k], error);
}

static lq_take* take_at(const lq_album_sound* const s, const size_t song, const double rate_hz)
{
  for (size_t i = 0; i < s->n_more; ++i) {
    if (s->more[i].rate_hz == rate_hz && s->more[i].takes[song]) {
      return s->more[i].takes[song];
    }
  }
  return s->own[song];
}

static bool needs(const lq_album_sound* const s, const size_t song, const double rate_hz)
{
  return lq_take_rate_hz(take_at(s, song, rate_hz)) != rate_hz;
}

typedef struct {
  const rendering* r;
  const size_t*    songs;
} listed;

static lq_status convert_listed(void* const user, const size_t i, lq_error* const error)
{
  const listed* const l = user;
  return convert_one((void*)l->r, l->songs[i], error);
}

lq_status lq_album_convert(lq_album_sound* const s, const double rate_hz,
                           const lq_render_options* const options, lq_error* const error)
{
  size_t* const songs = LQ_POOL_TAKE(s->pool, size_t, s->n);
  size_t        n     = 0;
  for (size_t k = 0; songs && k < s->n; ++k) {
    songs[n] = k;
    n += needs(s, k, rate_hz);
  }
  if (!n) {
    return songs ? LQ_OK : LQ_ERR_MEMORY;
  }
  lq_album_takes* const more = realloc(s->more, (s->n_more + 1) * sizeof *more);
  if (!more) {
    return LQ_ERR_MEMORY;
  }
  s->more             = more;
  lq_album_takes* all = &more[s->n_more];
  *all = (lq_album_takes){.rate_hz = rate_hz, .takes = calloc(s->n, sizeof(lq_take*))};
  if (!all->takes) {
    return LQ_ERR_MEMORY;
  }
  ++s->n_more;
  const rendering r = {.s = s, .options = options, .rate_hz = rate_hz, .takes = all->takes};
  listed          l = {.r = &r, .songs = songs};
  LQ_TRY(lq_crew_try(options ? options->n_jobs : 0, n, convert_listed, &l, error));
  for (size_t i = 0; i < n; ++i) {
    const size_t k = songs[i];
    all->takes[k]  = all->takes[k] ? all->takes[k] : all->takes[k - 1];
  }
  return LQ_OK;
}

static void free_list(lq_take** const takes, const size_t n)
{
  for (size_t k = 0; takes && k < n; ++k) {
    bool again = false; // pieces are short
    for (size_t i = 0; i < k; ++i) {
      again = again || takes[i] == takes[k];
    }
    if (!again) {
      lq_take_free(takes[k]);
    }
  }
  free(takes);
}

void lq_album_keep_rate(lq_album_sound* const s, const double rate_hz)
{
  for (size_t i = 0; i < s->n_more; ++i) {
    s->more[i].kept = s->more[i].kept || s->more[i].rate_hz == rate_hz;
  }
}

void lq_album_forget_rate(lq_album_sound* const s, const double rate_hz)
{
  for (size_t i = s->n_more; i-- > 0;) {
    if (s->more[i].rate_hz == rate_hz && !s->more[i].kept) {
      free_list(s->more[i].takes, s->n);
      s->more[i] = s->more[--s->n_more];
    }
  }
}

void lq_album_free_takes(lq_album_sound* const s)
{
  for (size_t i = 0; i < s->n_more; ++i) {
    free_list(s->more[i].takes, s->n);
  }
  free(s->more);
  free_list(s->own, s->n);
}

static uint64_t at_rate(const uint64_t frames, const double from_hz, const double to_hz)
{
  return from_hz == to_hz ? frames : (uint64_t)round((double)frames / from_hz * to_hz);
}

typedef struct {
  const lq_album_sound* s;
  double                rate_hz;
  uint32_t              from_sector;
  const double*         gain_db;
} splicing;

// Songs first to last of one piece, all through one chain and at one gain.
static lq_status add_clip(const splicing* const w, const size_t first, const size_t last,
                          lq_reel* const reel)
{
  const lq_album_sound* const s      = w->s;
  const lq_album_song* const  a      = &s->songs[first];
  const lq_album_song* const  b      = &s->songs[last];
  const lq_album_piece* const p      = &s->pieces[a->piece];
  const double                hz     = w->rate_hz;
  const uint64_t              from   = at_rate(a->in_piece, p->rate_hz, hz);
  const uint64_t              to     = at_rate(b->in_piece + b->n_frames, p->rate_hz, hz);
  const uint64_t              cross  = (uint64_t)round(cross_sec / 2 * hz);
  const uint32_t              sector = s->songs[p->first].place->start - w->from_sector;
  const uint64_t              lead   = first > p->first ? cross : 0;
  const uint64_t              trail  = last + 1 < p->first + p->n ? cross : 0;
  lq_reel_clip                clip   = {.take           = take_at(s, first, hz),
                                        .at_frame       = sector * lq_sector_frames(hz) + from - lead,
                                        .offset_frames  = from - lead,
                                        .n_frames       = to - from + lead + trail,
                                        .gain_db        = w->gain_db[first],
                                        .fade_in_frames = 2 * lead,
                                        .fade_out_frames = 2 * trail};
  if (!lead) {
    clip.fade_in_frames = (uint64_t)round(a->song->fade_in_sec * hz);
    clip.fade_in_shape  = a->song->fade_in_shape;
  }
  if (!trail) {
    clip.fade_out_frames = (uint64_t)round(b->song->fade_out_sec * hz);
    clip.fade_out_shape  = b->song->fade_out_shape;
  }
  if (clip.fade_in_frames + clip.fade_out_frames > clip.n_frames) { // by rounding
    clip.fade_out_frames = clip.n_frames - clip.fade_in_frames;
  }
  return lq_reel_add(reel, &clip);
}

lq_status lq_album_splice(const lq_album_sound* const s, const size_t first, const size_t last,
                          const uint32_t from_sector, const uint32_t n_sectors,
                          const double rate_hz, const double* const gain_db, lq_reel** const reel)
{
  const splicing w = {.s = s, .rate_hz = rate_hz, .from_sector = from_sector, .gain_db = gain_db};
  lq_reel*       made = NULL;
  const char*    name = s->facts.title ? s->facts.title : "the album";
  LQ_TRY(lq_reel_new(&made, name, rate_hz, 2, n_sectors * lq_sector_frames(rate_hz)));
  lq_status st = LQ_OK;
  for (size_t k = first, end; k <= last && !st; k = end) {
    for (end = k + 1;
         end <= last && lq_album_joined(s, end) &&
         take_at(s, end, rate_hz) == take_at(s, k, rate_hz) && gain_db[end] == gain_db[k];
         ++end) {
    }
    st = add_clip(&w, k, end - 1, made);
  }
  if (st) {
    lq_reel_free(made);
    return st;
  }
  *reel = made;
  return LQ_OK;
}
