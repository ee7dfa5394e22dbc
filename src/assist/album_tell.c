// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_place.h"
#include "assist/destinations.h"
#include "base/pool.h"
#include "measure/loudness.h"

#include <math.h>

static const double close_lu = 0.05, close_db = 0.005;

// The whole album, song behind song, from what was read of each.
static lq_status measure_album(const lq_album_place* const p, lq_album_print_facts* const f)
{
  const lq_album_part* const parts = lq_album_print_parts(p->print);
  lq_loudness                l;
  size_t                     n_hops = 0;
  lq_loudness_start(&l, round(p->rate_hz / 10));
  for (size_t k = 0; k < p->s->n; ++k) {
    n_hops += (parts[k].read.n_grids + 1) * LQ_LOUDNESS_HOPS_A_GRID;
  }
  const lq_status st    = lq_loudness_reserve(&l, n_hops);
  f->max_momentary_lufs = f->max_short_term_lufs = f->true_peak_dbtp = -HUGE_VAL;
  for (size_t k = 0; k < p->s->n && !st; ++k) {
    const lq_readback* const r = &parts[k].read;
    for (size_t g = 0; g < r->n_grids; ++g) {
      l.grid[l.n_grids]   = r->grid[g];
      l.window[l.n_grids] = 0;
      ++l.n_grids;
      for (size_t i = 0; i < LQ_LOUDNESS_GRIDS_SHORT && i < l.n_grids; ++i) {
        l.window[l.n_grids - 1] += l.grid[l.n_grids - 1 - i];
      }
    }
    f->max_momentary_lufs  = fmax(f->max_momentary_lufs, r->m.max_momentary_lufs);
    f->max_short_term_lufs = fmax(f->max_short_term_lufs, r->m.max_short_term_lufs);
    f->true_peak_dbtp      = fmax(f->true_peak_dbtp, r->m.true_peak_dbtp);
  }
  f->integrated_lufs = st ? 0 : lq_loudness_integrated_lufs(&l);
  f->range_lu        = st ? 0 : lq_loudness_range_lu(&l);
  f->peak_dbtp       = lq_album_print_peak_dbtp(p->print);
  lq_loudness_free(&l);
  return st;
}

// What kept a song, in words.
static const char* guard_words(const lq_album_place* const p, const size_t k, lq_pool* const pool)
{
  const lq_album_part* const  part  = &lq_album_print_parts(p->print)[k];
  const lq_album_voice* const v     = &p->voices[k];
  const lq_genre* const       genre = p->s->brief.song->genre;
  const double                lufs  = part->read.m.integrated_lufs;
  const lq_loudness_answer    a     = {.guard    = v->guard,
                                       .usual_db = part->usual_db,
                                       .plr_lu   = part->read.peak_dbtp - lufs,
                                       .floor_lu = v->drive.floor_lu,
                                       .cost_lu = p->s->songs[k].plain.integrated_lufs + v->gain_db - lufs,
                                       .reduction_db = part->reduction_db};
  return lq_guard_reason(pool, genre, &a);
}

// The codec that goes over what players may be given by most, or NULL.
static const lq_codec_facts* over_by_codec(const lq_album_song_print* const f)
{
  const lq_codec_facts* worst = NULL;
  for (size_t i = 0; i < f->n_codecs; ++i) {
    const lq_codec_facts* const c = &f->codecs[i];
    worst = c->available && c->n_overs && (!worst || c->peak_dbtp > worst->peak_dbtp) ? c : worst;
  }
  return worst;
}

static void judge(const lq_album_place* const p, const size_t k, lq_album_song_print* const f,
                  lq_pool* const pool)
{
  const lq_album_voice* const v      = &p->voices[k];
  const size_t                lead   = p->s->pieces[p->s->songs[k].piece].lead;
  const lq_codec_facts* const over   = over_by_codec(f);
  const double                off_lu = f->m.integrated_lufs - f->aim_lufs;
  f->verdict                         = LQ_VERDICT_FAIL;
  if (f->peak_dbtp - p->target->ceiling_dbtp > close_db) {
    f->reason = lq_pool_format(pool, "its true peak is %.2f dBTP, over the ceiling of %.2f",
                               f->peak_dbtp, p->target->ceiling_dbtp);
  } else if (over) {
    f->reason = lq_pool_format(pool, "behind %s its true peak is %.2f dBTP, over full scale",
                               lq_codec_format(over->spec).text, over->peak_dbtp);
  } else if (!isfinite(f->m.integrated_lufs)) {
    f->verdict = LQ_VERDICT_PASS;
    f->reason  = "silent, or too short to have a loudness";
  } else if (lead != k) {
    f->verdict = LQ_VERDICT_PASS;
    f->reason  = lq_pool_format(pool, "one piece with '%s': the same gain, under its ceiling",
                                lq_album_title(p->s, lead));
  } else if (fabs(off_lu) <= close_lu) {
    f->verdict = LQ_VERDICT_PASS;
    f->reason  = "at its place in the album and under its ceiling";
  } else if (off_lu < 0 && v->guard) {
    f->verdict = LQ_VERDICT_SHORT;
    f->reason  = lq_pool_format(pool, "kept %.1f LU short of its place: %s, more would flatten it",
                                -off_lu, guard_words(p, k, pool));
  } else {
    f->reason = lq_pool_format(pool, "it measures %.2f LUFS; expected %.2f", f->m.integrated_lufs,
                               f->aim_lufs);
  }
}

static void tell_song(const lq_album_place* const p, const size_t k, lq_album_song_print* const f,
                      lq_pool* const pool)
{
  const lq_album_part* const  part = &lq_album_print_parts(p->print)[k];
  const lq_album_voice* const v    = &p->voices[k];
  const lq_readback* const    r    = &part->read;
  const double                lufs = r->m.integrated_lufs;
  f->m                             = r->m;
  f->peak_dbtp                     = r->peak_dbtp;
  f->aim_lufs                      = lq_album_place_aim_lufs(p, k);
  f->gain_db                       = lq_album_place_gain_db(p, k);
  f->reduction_db                  = part->reduction_db;
  f->usual_db                      = fmax(0, part->usual_db);
  f->codec_db                      = v->codec_db;
  f->n_dips                        = v->dips.n;
  f->codecs                        = v->codecs;
  f->n_codecs                      = v->codecs ? p->target->n_codecs : 0;
  f->service                       = lq_target_service(p->target, lufs, r->peak_dbtp);
  if (isfinite(lufs)) {
    const lq_album_song* const x = &p->s->songs[k];
    f->cost_lu  = fmax(0, x->plain.integrated_lufs - x->base_db + f->gain_db - lufs);
    f->short_lu = fmax(0, f->aim_lufs - lufs);
  }
  judge(p, k, f, pool);
}

static const char* why(const lq_album_place* const p, lq_pool* const pool)
{
  const lq_album_sound* const s       = p->s;
  const char* const           loudest = lq_album_title(s, s->loudest);
  if (p->down_lu > 0) {
    const size_t k = p->pulled_by;
    return lq_pool_format(
        pool,
        "all of it %.1f LU under what %g LUFS for '%s', the loudest, would be, so that the "
        "differences stay: in '%s' %s",
        p->down_lu, p->target->loudness_lufs, loudest, lq_album_title(s, k),
        guard_words(p, k, pool));
  }
  return lq_pool_format(pool, "'%s' is the loudest and has the %g LUFS of the destination", loudest,
                        p->target->loudness_lufs);
}

lq_status lq_album_tell_place(const lq_album_place* const p, lq_pool* const pool,
                              lq_album_print_facts* const f)
{
  const lq_album_sound* const s     = p->s;
  lq_album_song_print* const  songs = LQ_POOL_TAKE(pool, lq_album_song_print, s->n);
  if (!songs) {
    return LQ_ERR_MEMORY;
  }
  *f = (lq_album_print_facts){.target       = p->target,
                              .rate_hz      = p->rate_hz,
                              .bits         = p->bits,
                              .songs        = songs,
                              .n_songs      = s->n,
                              .loudest      = s->loudest,
                              .target_lufs  = p->target->loudness_lufs,
                              .down_lu      = p->down_lu,
                              .ceiling_dbtp = p->target->ceiling_dbtp,
                              .limiter_db   = p->ceiling_db,
                              .n_passes     = p->n_passes,
                              .verdict      = LQ_VERDICT_PASS,
                              .reason       = "every song at its place and under the ceiling",
                              .why          = why(p, pool)};
  LQ_TRY(measure_album(p, f));
  for (size_t k = 0; k < s->n; ++k) {
    tell_song(p, k, &songs[k], pool);
    LQ_TRY(songs[k].reason ? LQ_OK : LQ_ERR_MEMORY);
    if (songs[k].verdict > f->verdict) {
      f->verdict = songs[k].verdict;
      f->reason  = lq_pool_format(pool, "'%s': %s", lq_album_title(s, k), songs[k].reason);
    }
  }
  if (f->peak_dbtp - f->ceiling_dbtp > close_db) {
    f->verdict = LQ_VERDICT_FAIL;
    f->reason  = lq_pool_format(pool, "its true peak is %.2f dBTP, over the ceiling of %.2f",
                                f->peak_dbtp, f->ceiling_dbtp);
  } else if (f->verdict == LQ_VERDICT_PASS && f->down_lu > 0) {
    f->verdict = LQ_VERDICT_SHORT;
    f->reason  = f->why;
  }
  const bool whole = p->target->album == LQ_ALBUM_WHOLE;
  f->service       = lq_target_service(
            p->target, whole ? f->integrated_lufs : songs[s->loudest].m.integrated_lufs, f->peak_dbtp);
  return f->reason && f->why ? LQ_OK : LQ_ERR_MEMORY;
}

// The song alone at that destination: the album's gain, and the ceiling that its peaks stay under.
static lq_status add_delivery(const lq_album_place* const p, const size_t k,
                              const lq_album_song_print* const f, lq_master* const m)
{
  lq_delivery* const       all = lq_pool_grow(m->pool, m->deliveries, m->n_deliveries, sizeof *all);
  const char* const        why = lq_pool_format(m->pool, "%.2f LUFS in the album: %s",
                                                f->m.integrated_lufs, p->s->song_facts[k].level_why);
  const lq_loudness_answer a   = {.gain_db = f->gain_db, .ceiling_db = p->ceiling_db - f->codec_db};
  if (!all || !why) {
    return LQ_ERR_MEMORY;
  }
  lq_delivery* const d = &all[m->n_deliveries];
  *d                   = (lq_delivery){.target  = p->target->id,
                                       .rate_hz = p->target->rate_hz,
                                       .bits    = p->bits,
                                       .dither  = p->dither,
                                       .format  = p->target->format,
                                       .why     = why};
  LQ_TRY(lq_loudness_chain(&d->chain, m->pool, &a, why));
  m->deliveries = all;
  ++m->n_deliveries;
  return LQ_OK;
}

lq_status lq_album_plan_place(const lq_album_place* const p, const lq_album_print_facts* const f)
{
  for (size_t k = 0; k < p->s->n; ++k) {
    lq_master* const m = p->s->songs[k].master;
    LQ_TRY(m && isfinite(f->songs[k].m.integrated_lufs) ? add_delivery(p, k, &f->songs[k], m)
                                                        : LQ_OK);
  }
  return LQ_OK;
}
