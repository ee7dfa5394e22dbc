// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/assess_steps.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Each check gathers the files that show one fault, and says it once.
typedef struct {
  lq_assessment* a;
  size_t*        parts; ///< tracks and stems that play
  size_t         n;
  size_t*        odd; ///< a place to list in
  size_t         n_odd;
  double         worst;
  bool*          said; ///< [n] only bleed: said already
} checking;

static bool plays_as_part(const lq_assessed* const f)
{
  return lq_assessed_is_part(f);
}

static bool is_silent(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_SILENT;
}

static lq_status tell(checking* const c, const char* const id, const lq_severity severity,
                      const char* const unit, const char* const text, const char* const advice)
{
  if (!c->n_odd) {
    return LQ_OK;
  }
  const lq_set_finding odd = {.id       = id,
                              .severity = severity,
                              .files    = c->odd,
                              .n_files  = c->n_odd,
                              .value    = c->worst,
                              .unit     = unit,
                              .advice   = advice};
  return lq_assess_find(c->a, &odd, "%s %s", lq_assess_names(c->a, c->odd, c->n_odd), text);
}

static const char* one(const checking* const c, const char* const single, const char* const several)
{
  return c->n_odd == 1 ? single : several;
}

static void start(checking* const c)
{
  c->n_odd = 0;
  c->worst = 0;
}

static void note(checking* const c, const size_t file, const double value)
{
  c->odd[c->n_odd++] = file;
  c->worst           = fabs(value) > fabs(c->worst) ? value : c->worst;
}

static const lq_assessed* part(const checking* const c, const size_t k)
{
  return &c->a->files[c->parts[k]];
}

// The value that most parts have, to within `step`.
static double most_common(const checking* const c, double (*const of)(const lq_assessed*),
                          const double          step)
{
  double best   = 0;
  size_t n_best = 0;
  for (size_t i = 0; i < c->n; ++i) {
    size_t n = 0;
    for (size_t k = 0; k < c->n; ++k) {
      n += fabs(of(part(c, i)) - of(part(c, k))) <= step;
    }
    if (n > n_best || (n == n_best && of(part(c, i)) > best)) {
      n_best = n;
      best   = of(part(c, i));
    }
  }
  return best;
}

static double rate_of(const lq_assessed* const f)
{
  return f->sig.info.rate_hz;
}

static double length_of(const lq_assessed* const f)
{
  return f->sig.features.duration_sec;
}

static double start_of(const lq_assessed* const f)
{
  return (double)f->sig.info.time_reference_frames / f->sig.info.rate_hz;
}

static lq_status rates(checking* const c)
{
  const double common = most_common(c, rate_of, 0.5);
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (fabs(rate_of(part(c, i)) - common) > 0.5) {
      note(c, c->parts[i], rate_of(part(c, i)));
    }
  }
  return tell(
      c, "rates-differ", LQ_SEVERITY_NOTE, "Hz",
      lq_pool_format(c->a->pool, "%s not at %g Hz like the others%s.", one(c, "is", "are"), common,
                     c->n_odd == 1 ? lq_pool_format(c->a->pool, " but at %g Hz", c->worst) : ""),
      "Nothing to do: the mix converts them. If pitch or tempo is off, the rate was only "
      "relabelled: export it again.");
}

static lq_status lengths(checking* const c)
{
  const double common = most_common(c, length_of, 0.02);
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const double more = length_of(part(c, i)) - common;
    if (fabs(more) > 0.02) {
      note(c, c->parts[i], more);
    }
  }
  const bool all = 2 * c->n_odd > c->n; // no common length at all
  return tell(c, "lengths-differ", all ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE, "s",
              all ? "are all of different lengths: they may not start at the same place."
                  : lq_pool_format(c->a->pool, "%s %s%.2f s %s than the others (%.2f s).",
                                   one(c, "is", "are"), one(c, "", "up to "), fabs(c->worst),
                                   c->worst < 0 ? "shorter" : "longer", common),
              "Lacquer takes every file to start at the same moment. If one was cut at its front, "
              "export it from bar 1.");
}

static lq_status starts(checking* const c)
{
  double first = start_of(part(c, 0)), last = first;
  for (size_t i = 1; i < c->n; ++i) {
    first = fmin(first, start_of(part(c, i)));
    last  = fmax(last, start_of(part(c, i)));
  }
  start(c);
  const double common = most_common(c, start_of, 0.0005);
  for (size_t i = 0; i < c->n; ++i) {
    const double late = start_of(part(c, i)) - common;
    if (fabs(late) > 0.0005) {
      note(c, c->parts[i], late);
    }
  }
  return tell(c, "starts-differ", LQ_SEVERITY_WARNING, "s",
              lq_pool_format(c->a->pool,
                             "%s another start on the recorder's clock than the others, "
                             "by up to %.3f s.",
                             one(c, "has", "have"), c->worst),
              "Place them by their time stamps, or export all from bar 1.");
}

// A front that was cut off starts at a value that is not zero.
static lq_status cut_fronts(checking* const c)
{
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.step_lin > 0.06 && part(c, i)->sig.features.percussiveness < 0.3 &&
        fabs(part(c, i)->sig.features.dc_lin) < 0.002) {
      note(c, c->parts[i], lq_lin_to_db(part(c, i)->sig.step_lin));
    }
  }
  return tell(c, "cut-front", LQ_SEVERITY_NOTE, "dB under its peak",
              one(c, "starts in the middle of a sound: its front may be cut off.",
                  "start in the middle of a sound: their fronts may be cut off."),
              "Listen to the first moment; export from a bar before the first note.");
}

static lq_status faulty_samples(checking* const c)
{
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.n_clips > 2) {
      note(c, c->parts[i], (double)part(c, i)->sig.n_clips);
    }
  }
  LQ_TRY(tell(c, "clipped", c->worst >= 100 ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE, "runs",
              lq_pool_format(c->a->pool, "%s at full scale (up to %.0f places in one file).",
                             c->n_odd == 1 ? "is clipped" : "are clipped", c->worst),
              "If it was clipped while recording, it stays so; if only in the export, export "
              "lower or as 32-bit float."));
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.features.whole.n_nonfinite) {
      note(c, c->parts[i], (double)part(c, i)->sig.features.whole.n_nonfinite);
    }
  }
  LQ_TRY(tell(c, "damaged", LQ_SEVERITY_WARNING, "samples",
              one(c, "holds samples that are no numbers.", "hold samples that are no numbers."),
              "They are silenced; export again."));
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.info.truncated) {
      note(c, c->parts[i], length_of(part(c, i)));
    }
  }
  LQ_TRY(tell(c, "truncated", LQ_SEVERITY_WARNING, "s",
              one(c, "ends before its header says.", "end before their headers say."),
              "The copy broke off: ask for it again."));
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.info.lossy) {
      note(c, c->parts[i], 0);
    }
  }
  return tell(c, "lossy", LQ_SEVERITY_WARNING, "",
              one(c, "comes from a lossy codec.", "come from a lossy codec."),
              "Ask for WAV or FLAC; a codec's damage adds up in a mix.");
}

static lq_status channels(checking* const c)
{
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.features.dual_mono) {
      note(c, c->parts[i], 0);
    }
  }
  LQ_TRY(tell(c, "dual-mono", LQ_SEVERITY_NOTE, "",
              lq_pool_format(c->a->pool, "%s mono in a stereo file.", one(c, "is", "are")),
              "Nothing to do: it is mixed as mono."));
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (part(c, i)->sig.quiet_channel_db < -40) {
      note(c, c->parts[i], part(c, i)->sig.quiet_channel_db);
    }
  }
  LQ_TRY(tell(
      c, "one-sided", LQ_SEVERITY_WARNING, "dB",
      one(c, "has a channel that is all but silent.", "have a channel that is all but silent."),
      "Export as mono, or find the lost channel."));
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_features* const f = &part(c, i)->sig.features;
    if (f->n_channels == 2 && f->correlation < -0.5) {
      note(c, c->parts[i], f->correlation);
    }
  }
  return tell(c, "channels-opposed", LQ_SEVERITY_WARNING, "correlation",
              one(c, "loses most of its sound in mono: its channels are upside down to each other.",
                  "lose most of their sound in mono: one channel is upside down."),
              "Turn one channel round.");
}

static bool hears_others(const lq_assessment* const a, const size_t file)
{
  for (size_t i = 0; i < a->n_bleeds; ++i) {
    if (a->bleeds[i].into == file) {
      return true;
    }
  }
  return false;
}

// Share of the power in the thirds of 20 and 25 Hz, where a voice or a guitar has none.
static double rumble_db(const lq_assessed* const f)
{
  double whole = 1e-15, low = 1e-20;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    whole += f->sig.features.band_power[b];
    low += b < 2 ? f->sig.features.band_power[b] : 0;
  }
  const bool deep = f->sig.features.centroid_hz < 400 || !f->role ||
                    !strcmp(f->role->group, "drums") || !strcmp(f->role->group, "bass");
  return deep ? -(double)INFINITY : lq_power_to_db(low / whole);
}

static lq_status noises(checking* const c)
{
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_features* const f   = &part(c, i)->sig.features;
    const double             hum = fmax(f->hum_50_dbfs, f->hum_60_dbfs);
    if (hum > -80 && hum > f->activity.lufs - 40) {
      start(c);
      note(c, c->parts[i], hum);
      LQ_TRY(tell(
          c, "hum", hum > f->activity.lufs - 30 ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE, "dBFS",
          lq_pool_format(c->a->pool, "hums at %d Hz, %.0f dBFS, %.0f dB under its music.",
                         f->hum_50_dbfs > f->hum_60_dbfs ? 50 : 60, hum, f->activity.lufs - hum),
          "The mix gates or filters what it can; a new take from a quieter place is "
          "better."));
    }
  }
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_features* const f           = &part(c, i)->sig.features;
    const double             room        = f->activity.lufs - f->activity.noise_lufs;
    const bool               quiet_music = f->percussiveness > 0.3; // tails of drums are no noise
    if (room < 32 && rumble_db(part(c, i)) < -12 && !quiet_music &&
        !hears_others(c->a, c->parts[i]) && f->activity.share < 0.95 && f->hum_50_dbfs < -80 &&
        f->hum_60_dbfs < -80 && f->activity.noise_lufs > -75) {
      note(c, c->parts[i], -room);
    }
  }
  LQ_TRY(tell(
      c, "noise", LQ_SEVERITY_NOTE, "dB under the music",
      lq_pool_format(c->a->pool,
                     "%s: between the notes something is left, %.0f dB under "
                     "the music.",
                     c->n_odd == 1 ? "is not quiet when it rests" : "are not quiet when they rest",
                     -c->worst),
      "Listen there: hiss, headphones or room can be cut out before mixing."));
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (rumble_db(part(c, i)) > -12) {
      note(c, c->parts[i], rumble_db(part(c, i)));
    }
  }
  return tell(c, "rumble", LQ_SEVERITY_NOTE, "dB of the whole",
              one(c, "rumbles under 28 Hz, where nothing of it is music.",
                  "rumble under 28 Hz, where nothing of them is music."),
              "Nothing to do: the mix takes it off with a high-pass.");
}

static int by_size(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static lq_status levels(checking* const c)
{
  double* const all = LQ_POOL_TAKE(c->a->pool, double, c->n + 1);
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < c->n; ++i) {
    all[i] = part(c, i)->sig.features.activity.lufs;
  }
  qsort(all, c->n, sizeof *all, by_size);
  const double middle = all[c->n / 2];
  start(c);
  for (size_t i = 0; c->n > 3 && i < c->n; ++i) {
    const double away = part(c, i)->sig.features.activity.lufs - middle;
    if (away < -24 && !c->said[i]) {
      note(c, c->parts[i], away);
    }
  }
  LQ_TRY(tell(c, "near-silent", LQ_SEVERITY_WARNING, "dB",
              lq_pool_format(c->a->pool, "%s far quieter than the rest (%.0f dB under the middle).",
                             one(c, "is", "are"), -c->worst),
              "Is there really anything on it?"));
  const double range = all[c->n - 1] - all[0];
  start(c);
  if (c->n > 3 && range > 20) {
    for (size_t i = 0; i < c->n; ++i) {
      const double lufs = part(c, i)->sig.features.activity.lufs;
      if (lufs == all[0] || lufs == all[c->n - 1]) {
        note(c, c->parts[i], range);
      }
    }
  }
  return tell(c, "levels-differ", LQ_SEVERITY_NOTE, "dB",
              lq_pool_format(c->a->pool, "are the quietest and the loudest, %.0f dB apart.", range),
              "Nothing to do: the mix sets its own levels.");
}

// Drums whose microphone is never the first to hear anything.
static lq_status only_bleed(checking* const c)
{
  static const char* const close[] = {"kick", "snare", "tom", "hihat"};
  start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_assessed* const f        = part(c, i);
    bool                     is_close = false;
    for (size_t k = 0; k < sizeof close / sizeof *close; ++k) {
      is_close = is_close || (f->role && !strcmp(f->role->name, close[k]));
    }
    double best = -(double)INFINITY; // by how much it ever leads all others
    for (size_t b = 0; is_close && b < f->sig.features.n_blocks; ++b) {
      double other = 1e-12;
      for (size_t k = 0; k < c->n; ++k) {
        const lq_assessed* const g = part(c, k);
        if (k != i && g->role && !strcmp(g->role->group, "drums") && b < g->sig.features.n_blocks) {
          other = fmax(other, (double)g->sig.features.power[b]);
        }
      }
      best = fmax(best, lq_power_to_db((double)f->sig.features.power[b] / other + 1e-15));
    }
    if (is_close && best < -9 && hears_others(c->a, c->parts[i])) {
      note(c, c->parts[i], best);
      c->said[i] = true;
    }
  }
  return tell(c, "only-bleed", LQ_SEVERITY_WARNING, "dB",
              one(c, "hears only the other drums, never one of its own.",
                  "hear only the other drums, never one of their own."),
              "Leave it out: it adds room and smear, no drum.");
}

static lq_status silent(checking* const c)
{
  size_t        n;
  size_t* const list = lq_assess_select(c->a, is_silent, &n);
  if (!list) {
    return LQ_ERR_MEMORY;
  }
  start(c);
  for (size_t i = 0; i < n; ++i) {
    note(c, list[i], -70);
  }
  return tell(c, "silent", LQ_SEVERITY_WARNING, "dBFS",
              lq_pool_format(c->a->pool, "%s silent.", n == 1 ? "is" : "are"),
              "Was something to be on it? Otherwise leave it out.");
}

static lq_status clicks(checking* const c)
{
  start(c);
  for (size_t i = 0; i < c->a->n_files; ++i) {
    if (c->a->files[i].kind == LQ_FILE_CLICK) {
      const lq_features* const f = &c->a->files[i].sig.features;
      note(c, i, 60 * f->onsets_hz * f->activity.share);
    }
  }
  return tell(c, "click-track", LQ_SEVERITY_WARNING, "beats a minute",
              lq_pool_format(c->a->pool, "%s a click track (about %.0f clicks a minute).",
                             one(c, "is", "are"), c->worst),
              "Keep it out of the mix.");
}

lq_status lq_assess_tracks(lq_assessment* const a)
{
  static lq_status (*const checks[])(checking*) = {
      rates, lengths, starts, cut_fronts, channels, faulty_samples, noises, only_bleed, levels};
  checking c = {.a    = a,
                .odd  = LQ_POOL_TAKE(a->pool, size_t, a->n_files + 1),
                .said = LQ_POOL_TAKE(a->pool, bool, a->n_files + 1)};
  c.parts    = lq_assess_select(a, plays_as_part, &c.n);
  if (!c.parts || !c.odd || !c.said) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(silent(&c));
  LQ_TRY(clicks(&c));
  for (size_t i = 0; c.n && i < sizeof checks / sizeof *checks; ++i) {
    LQ_TRY(checks[i](&c));
  }
  return LQ_OK;
}
