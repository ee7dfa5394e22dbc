// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/steps.h"
#include "audio/reader.h"
#include "base/arena.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096 };

static lq_status rule(lq_assessment* const a, const char* const id, const bool known,
                      const bool kept, const double value, const char* const unit,
                      const char* const message)
{
  lq_stem_rule* const grown = lq_pool_grow(a->pool, a->rules, a->n_rules, sizeof *grown);
  if (!grown || !message) {
    return LQ_ERR_MEMORY;
  }
  grown[a->n_rules++] = (lq_stem_rule){
      .id = id, .kept = kept, .known = known, .value = value, .unit = unit, .message = message};
  a->rules = grown;
  return LQ_OK;
}

typedef struct {
  lq_assessment* a;
  const size_t*  list;
  size_t         n;
} stems;

static double spread(const stems* const s, double (*const of)(const lq_assessed*),
                     const char** const least, const char** const most)
{
  double low = (double)INFINITY, high = -(double)INFINITY;
  for (size_t i = 0; i < s->n; ++i) {
    const lq_assessed* const f = &s->a->files[s->list[i]];
    const double             v = of(f);
    *least                     = v < low ? f->name : *least;
    *most                      = v > high ? f->name : *most;
    low                        = fmin(low, v);
    high                       = fmax(high, v);
  }
  return high - low;
}

static lq_status start_rule(const stems* const s, const lq_assessed* const mix)
{
  lq_pool* const pool  = s->a->pool;
  const char *   least = "", *most = "";
  const double   d  = spread(s, lq_assessed_start_sec, &least, &most),
               late = mix ? mix->offset_sec : 0;
  if (late != 0) {
    return rule(s->a, "same-start", true, false, late, "s",
                lq_pool_format(pool, "'%s' runs %.3f s %s than the stems; compared at that place",
                               mix->name, fabs(late), late > 0 ? "later" : "earlier"));
  }
  return rule(s->a, "same-start", true, d < 0.0005, d, "s",
              d < 0.0005
                  ? "no time stamp says otherwise"
                  : lq_pool_format(pool, "'%s' is stamped %.3f s before '%s'", least, d, most));
}

static lq_status shape_rules(const stems* const s, const lq_assessed* const mix)
{
  lq_pool* const pool  = s->a->pool;
  const char *   least = "", *most = "";
  double         d = spread(s, lq_assessed_rate_hz, &least, &most);
  LQ_TRY(rule(
      s->a, "same-rate", true, d < 0.5, d, "Hz",
      d < 0.5 ? lq_pool_format(pool, "all at %g Hz", lq_assessed_rate_hz(&s->a->files[s->list[0]]))
              : lq_pool_format(pool, "'%s' and '%s' are %g Hz apart", least, most, d)));
  d = spread(s, lq_assessed_length_sec, &least, &most);
  LQ_TRY(rule(s->a, "same-length", true, d < 0.0005, d, "s",
              d < 0.0005
                  ? lq_pool_format(pool, "all %.3f s long",
                                   lq_assessed_length_sec(&s->a->files[s->list[0]]))
                  : lq_pool_format(pool, "'%s' is %.3f s shorter than '%s'", least, d, most)));
  return start_rule(s, mix);
}

static lq_status sample_rules(const stems* const s)
{
  size_t      n_lossy = 0, n_clips = 0, n_silent = 0;
  unsigned    bits  = 64;
  const char* least = "";
  for (size_t i = 0; i < s->a->n_files; ++i) {
    n_silent += s->a->files[i].kind == LQ_FILE_SILENT;
  }
  for (size_t i = 0; i < s->n; ++i) {
    const lq_assessed* const f = &s->a->files[s->list[i]];
    n_lossy += f->sig.info.lossy;
    n_clips += f->sig.n_clips > 0;
    if (!f->sig.info.lossy && f->sig.info.bits < bits) {
      bits  = f->sig.info.bits;
      least = f->name;
    }
  }
  lq_pool* const pool = s->a->pool;
  LQ_TRY(rule(s->a, "depth", true, !n_lossy && bits >= 24, n_lossy ? 0 : bits, "bits",
              n_lossy      ? lq_pool_format(pool, "%zu from a lossy codec", n_lossy)
              : bits >= 24 ? lq_pool_format(pool, "%u bits or more", bits)
                           : lq_pool_format(pool, "'%s' has %u bits; 24 or 32f keep the tails",
                                            least, bits)));
  LQ_TRY(rule(s->a, "no-clipping", true, !n_clips, (double)n_clips, "files",
              n_clips ? lq_pool_format(pool, "%zu stems are clipped at full scale", n_clips)
                      : "no stem touches full scale for long"));
  return rule(s->a, "nothing-silent", true, !n_silent, (double)n_silent, "files",
              n_silent ? lq_pool_format(pool, "%zu files are silent", n_silent)
                       : "every stem plays");
}

/// All stems added up, beside the mix, at one rate.
typedef struct {
  lq_reader** readers; ///< [n + 1], the mix last or NULL
  size_t      n;
  float*      memory; ///< sum of two channels, one file's two channels, the mix's two
  double      peak, ss, mm, ms, dd;
} adding;

static lq_status read_into(lq_reader* const reader, float* const* const x, size_t* const n,
                           lq_error* const error)
{
  LQ_TRY(lq_reader_read(reader, x, BLOCK, n, error));
  if (lq_reader_channels(reader) == 1) {
    memcpy(x[1], x[0], *n * sizeof(float));
  }
  for (size_t i = *n; i < BLOCK; ++i) {
    x[0][i] = x[1][i] = 0;
  }
  return LQ_OK;
}

static lq_status add_block(adding* const d, bool* const more, lq_error* const error)
{
  float* const sum[2] = {d->memory, d->memory + BLOCK};
  float* const one[2] = {d->memory + 2 * BLOCK, d->memory + 3 * BLOCK};
  float* const mix[2] = {d->memory + 4 * BLOCK, d->memory + 5 * BLOCK};
  size_t       n      = 0;
  *more               = false;
  memset(d->memory, 0, (size_t)6 * BLOCK * sizeof(float));
  for (size_t k = 0; k < d->n; ++k) {
    LQ_TRY(read_into(d->readers[k], one, &n, error));
    *more = *more || n == BLOCK;
    for (size_t i = 0; i < n; ++i) {
      sum[0][i] += one[0][i];
      sum[1][i] += one[1][i];
    }
  }
  if (d->readers[d->n]) {
    LQ_TRY(read_into(d->readers[d->n], mix, &n, error));
    *more = *more || n == BLOCK;
  }
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < BLOCK; ++i) {
      const double s = (double)sum[c][i], m = (double)mix[c][i];
      d->peak = fmax(d->peak, fabs(s));
      d->ss += s * s;
      d->mm += m * m;
      d->ms += m * s;
      d->dd += (m - s) * (m - s);
    }
  }
  return LQ_OK;
}

static lq_status add_up(adding* const d, const stems* const s, const lq_assessed* const mix,
                        const lq_render_options* const o, lq_error* const error)
{
  const double rate_hz = lq_assessed_rate_hz(&s->a->files[s->list[0]]);
  for (size_t i = 0; i < s->n; ++i) {
    LQ_TRY(lq_reader_open(&d->readers[i], s->a->files[s->list[i]].path, rate_hz, error));
  }
  LQ_TRY(mix ? lq_reader_open(&d->readers[s->n], mix->path, rate_hz, error) : LQ_OK);
  const double late = mix ? floor(mix->offset_sec * rate_hz + 0.5) : 0; // frames of the mix, or
  for (size_t i = 0; late < 0 && i < s->n; ++i) { // of the stems, to leave out
    LQ_TRY(lq_reader_seek(d->readers[i], (uint64_t)-late, error));
  }
  LQ_TRY(late > 0 ? lq_reader_seek(d->readers[s->n], (uint64_t)late, error) : LQ_OK);
  for (bool more = true; more;) {
    LQ_TRY(add_block(d, &more, error));
    if (o && o->progress && o->progress(o->user, 1)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  return LQ_OK;
}

static lq_status sum_rules(const stems* const s, const adding* const d,
                           const lq_assessed* const mix)
{
  lq_pool* const pool    = s->a->pool;
  const double   peak_db = d->peak > 0 ? lq_lin_to_db(d->peak) : -(double)INFINITY;
  LQ_TRY(rule(s->a, "headroom", true, peak_db < 0, peak_db, "dBFS",
              lq_pool_format(pool, "their sum peaks at %.1f dBFS", peak_db)));
  if (!mix) {
    return rule(s->a, "sum-is-the-mix", false, false, (double)NAN, "dB",
                "no mix here to compare the sum with: send it too");
  }
  const double gain    = d->ss > 0 ? d->ms / d->ss : 0.0;
  const double left    = fmax(d->mm - gain * d->ms, 1e-15 * d->mm);
  const double null_db = d->mm > 0 ? lq_power_to_db(fmax(d->dd, 1e-15 * d->mm) / d->mm) : 0.0;
  const double best_db = d->mm > 0 ? lq_power_to_db(left / d->mm) : 0.0;
  const char*  how     = null_db < -100  ? "nothing is left"
                         : null_db < -60 ? "what is left cannot be heard"
                         : best_db < -60 ? "only the level differs"
                         : best_db < -20 ? "the sum was processed (limiter, compressor, dither of a "
                                           "lossy copy), or a stem is missing"
                                         : "another mix, another start, or stems are missing";
  LQ_TRY(
      rule(s->a, "sum-is-the-mix", true, null_db < -60, null_db, "dB",
           lq_pool_format(pool, "'%s' less the sum leaves %.0f dB: %s", mix->name, null_db, how)));
  const double gain_db = gain > 0 ? lq_lin_to_db(gain) : 0.0;
  return rule(
      s->a, "no-processing-on-the-sum", true, best_db < -60 && fabs(gain_db) < 0.05, best_db, "dB",
      lq_pool_format(pool, "at the best level (%+.2f dB) %.0f dB are left", gain_db, best_db));
}

lq_status lq_assess_stems(lq_assessment* const a, const lq_render_options* const options,
                          lq_error* const error)
{
  stems s = {.a = a};
  s.list  = lq_assess_select(a, lq_assessed_is_part, &s.n);
  if (!s.list) {
    return LQ_ERR_MEMORY;
  }
  if (!s.n) {
    return rule(a, "stems", true, false, 0, "files", "there are no stems here");
  }
  const lq_assessed* mix = NULL;
  for (size_t i = 0; i < a->n_files; ++i) {
    const lq_assessed* const f = &a->files[i];
    if ((f->kind == LQ_FILE_MIX || f->kind == LQ_FILE_MASTER) &&
        (!mix || f->sum_error_db < mix->sum_error_db)) {
      mix = f;
    }
  }
  LQ_TRY(shape_rules(&s, mix));
  LQ_TRY(sample_rules(&s));
  adding    d  = {.n       = s.n,
                  .readers = LQ_POOL_TAKE(a->pool, lq_reader*, s.n + 1),
                  .memory  = lq_alloc_aligned((size_t)6 * BLOCK * sizeof(float))};
  lq_status st = d.readers && d.memory ? add_up(&d, &s, mix, options, error) : LQ_ERR_MEMORY;
  st           = st ? st : sum_rules(&s, &d, mix);
  for (size_t i = 0; d.readers && i <= s.n; ++i) {
    lq_reader_close(d.readers[i]);
  }
  free(d.memory);
  return st;
}
