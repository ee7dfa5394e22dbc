// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/checking.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool plays_as_part(const lq_assessed* const f)
{
  return lq_assessed_is_part(f);
}

static bool is_silent(const lq_assessed* const f)
{
  return f->kind == LQ_FILE_SILENT;
}

// The value that most parts have, to within `step`.
static double most_common(const lq_checking* const c, double (*const of)(const lq_assessed*),
                          const double             step)
{
  double best   = 0;
  size_t n_best = 0;
  for (size_t i = 0; i < c->n; ++i) {
    size_t n = 0;
    for (size_t k = 0; k < c->n; ++k) {
      n += fabs(of(lq_checking_part(c, i)) - of(lq_checking_part(c, k))) <= step;
    }
    if (n > n_best || (n == n_best && of(lq_checking_part(c, i)) > best)) {
      n_best = n;
      best   = of(lq_checking_part(c, i));
    }
  }
  return best;
}

static lq_status rates(lq_checking* const c)
{
  const double common = most_common(c, lq_assessed_rate_hz, 0.5);
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (fabs(lq_assessed_rate_hz(lq_checking_part(c, i)) - common) > 0.5) {
      lq_checking_note(c, c->parts[i], lq_assessed_rate_hz(lq_checking_part(c, i)));
    }
  }
  return lq_checking_tell(
      c, "rates-differ", LQ_SEVERITY_NOTE, "Hz",
      lq_pool_format(c->a->pool, "%s not at %g Hz like the others%s.",
                     lq_checking_word(c, "is", "are"), common,
                     c->n_odd == 1 ? lq_pool_format(c->a->pool, " but at %g Hz", c->worst) : ""),
      "Nothing to do: the mix converts them. If pitch or tempo is off, the rate was only "
      "relabelled: export it again.");
}

static lq_status lengths(lq_checking* const c)
{
  const double common = most_common(c, lq_assessed_length_sec, 0.02);
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const double more = lq_assessed_length_sec(lq_checking_part(c, i)) - common;
    if (fabs(more) > 0.02) {
      lq_checking_note(c, c->parts[i], more);
    }
  }
  const bool all = 2 * c->n_odd > c->n; // no common length at all
  return lq_checking_tell(
      c, "lengths-differ", all ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE, "s",
      all ? "are all of different lengths: they may not start at the same place."
          : lq_pool_format(c->a->pool, "%s %s%.2f s %s than the others (%.2f s).",
                           lq_checking_word(c, "is", "are"), lq_checking_word(c, "", "up to "),
                           fabs(c->worst), c->worst < 0 ? "shorter" : "longer", common),
      "Lacquer takes every file to start at the same moment. If one was cut at its front, "
      "export it from bar 1.");
}

static lq_status starts(lq_checking* const c)
{
  double first = lq_assessed_start_sec(lq_checking_part(c, 0)), last = first;
  for (size_t i = 1; i < c->n; ++i) {
    first = fmin(first, lq_assessed_start_sec(lq_checking_part(c, i)));
    last  = fmax(last, lq_assessed_start_sec(lq_checking_part(c, i)));
  }
  lq_checking_start(c);
  const double common = most_common(c, lq_assessed_start_sec, 0.0005);
  for (size_t i = 0; i < c->n; ++i) {
    const double late = lq_assessed_start_sec(lq_checking_part(c, i)) - common;
    if (fabs(late) > 0.0005) {
      lq_checking_note(c, c->parts[i], late);
    }
  }
  return lq_checking_tell(
      c, "starts-differ", LQ_SEVERITY_WARNING, "s",
      lq_pool_format(c->a->pool,
                     "%s another start on the recorder's clock than the others, "
                     "by up to %.3f s.",
                     lq_checking_word(c, "has", "have"), c->worst),
      "Place them by their time stamps, or export all from bar 1.");
}

// A front that was cut off starts at a value that is not zero.
static lq_status cut_fronts(lq_checking* const c)
{
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.step_lin > 0.06 &&
        lq_checking_part(c, i)->sig.features.percussiveness < 0.3 &&
        lq_checking_part(c, i)->sig.features.activity.active[0] &&
        fabs(lq_checking_part(c, i)->sig.features.dc_lin) < 0.002) {
      lq_checking_note(c, c->parts[i], lq_lin_to_db(lq_checking_part(c, i)->sig.step_lin));
    }
  }
  return lq_checking_tell(
      c, "cut-front", LQ_SEVERITY_NOTE, "dB under its peak",
      lq_checking_word(c, "starts in the middle of a sound: its front may be cut off.",
                       "start in the middle of a sound: their fronts may be cut off."),
      "Listen to the first moment; export from a bar before the first note.");
}

static lq_status faulty_samples(lq_checking* const c)
{
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.n_clips > 2) {
      lq_checking_note(c, c->parts[i], (double)lq_checking_part(c, i)->sig.n_clips);
    }
  }
  LQ_TRY(lq_checking_tell(
      c, "clipped", c->worst >= 100 ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE, "runs",
      lq_pool_format(c->a->pool, "%s at full scale (up to %.0f places in one file).",
                     c->n_odd == 1 ? "is clipped" : "are clipped", c->worst),
      "If it was clipped while recording, it stays so; if only in the export, export "
      "lower or as 32-bit float."));
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.features.whole.n_nonfinite) {
      lq_checking_note(c, c->parts[i],
                       (double)lq_checking_part(c, i)->sig.features.whole.n_nonfinite);
    }
  }
  LQ_TRY(lq_checking_tell(c, "damaged", LQ_SEVERITY_WARNING, "samples",
                          lq_checking_word(c, "holds samples that are no numbers.",
                                           "hold samples that are no numbers."),
                          "They are silenced; export again."));
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.info.truncated) {
      lq_checking_note(c, c->parts[i], lq_assessed_length_sec(lq_checking_part(c, i)));
    }
  }
  LQ_TRY(lq_checking_tell(
      c, "truncated", LQ_SEVERITY_WARNING, "s",
      lq_checking_word(c, "ends before its header says.", "end before their headers say."),
      "The copy broke off: ask for it again."));
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.info.lossy) {
      lq_checking_note(c, c->parts[i], 0);
    }
  }
  return lq_checking_tell(
      c, "lossy", LQ_SEVERITY_WARNING, "",
      lq_checking_word(c, "comes from a lossy codec.", "come from a lossy codec."),
      "Ask for WAV or FLAC; a codec's damage adds up in a mix.");
}

static lq_status channels(lq_checking* const c)
{
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.features.dual_mono) {
      lq_checking_note(c, c->parts[i], 0);
    }
  }
  LQ_TRY(lq_checking_tell(
      c, "dual-mono", LQ_SEVERITY_NOTE, "",
      lq_pool_format(c->a->pool, "%s mono in a stereo file.", lq_checking_word(c, "is", "are")),
      "Nothing to do: it is mixed as mono."));
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    if (lq_checking_part(c, i)->sig.quiet_channel_db < -40) {
      lq_checking_note(c, c->parts[i], lq_checking_part(c, i)->sig.quiet_channel_db);
    }
  }
  LQ_TRY(lq_checking_tell(c, "one-sided", LQ_SEVERITY_WARNING, "dB",
                          lq_checking_word(c, "has a channel that is all but silent.",
                                           "have a channel that is all but silent."),
                          "Export as mono, or find the lost channel."));
  lq_checking_start(c);
  for (size_t i = 0; i < c->n; ++i) {
    const lq_features* const f = &lq_checking_part(c, i)->sig.features;
    if (f->n_channels == 2 && f->correlation < -0.5) {
      lq_checking_note(c, c->parts[i], f->correlation);
    }
  }
  return lq_checking_tell(
      c, "channels-opposed", LQ_SEVERITY_WARNING, "correlation",
      lq_checking_word(
          c, "loses most of its sound in mono: its channels are upside down to each other.",
          "lose most of their sound in mono: one channel is upside down."),
      "Turn one channel round.");
}

static lq_status silent(lq_checking* const c)
{
  size_t        n;
  size_t* const list = lq_assess_select(c->a, is_silent, &n);
  if (!list) {
    return LQ_ERR_MEMORY;
  }
  lq_checking_start(c);
  for (size_t i = 0; i < n; ++i) {
    lq_checking_note(c, list[i], -70);
  }
  return lq_checking_tell(c, "silent", LQ_SEVERITY_WARNING, "dBFS",
                          lq_pool_format(c->a->pool, "%s silent.", n == 1 ? "is" : "are"),
                          "Was something to be on it? Otherwise leave it out.");
}

static lq_status clicks(lq_checking* const c)
{
  lq_checking_start(c);
  for (size_t i = 0; i < c->a->n_files; ++i) {
    if (c->a->files[i].kind == LQ_FILE_CLICK) {
      const lq_features* const f = &c->a->files[i].sig.features;
      lq_checking_note(c, i, 60 * f->onsets_hz * f->activity.share);
    }
  }
  return lq_checking_tell(c, "click-track", LQ_SEVERITY_WARNING, "beats a minute",
                          lq_pool_format(c->a->pool,
                                         "%s a click track (about %.0f clicks a minute).",
                                         lq_checking_word(c, "is", "are"), c->worst),
                          "Keep it out of the mix.");
}

lq_status lq_assess_tracks(lq_assessment* const a)
{
  static lq_status (*const checks[])(lq_checking*) = {rates,
                                                      lengths,
                                                      starts,
                                                      cut_fronts,
                                                      channels,
                                                      faulty_samples,
                                                      lq_checking_noises,
                                                      lq_checking_only_bleed,
                                                      lq_checking_levels};
  lq_checking c                                    = {.a    = a,
                                                      .odd  = LQ_POOL_TAKE(a->pool, size_t, a->n_files + 1),
                                                      .said = LQ_POOL_TAKE(a->pool, bool, a->n_files + 1)};
  c.parts                                          = lq_assess_select(a, plays_as_part, &c.n);
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
