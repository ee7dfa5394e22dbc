// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/side_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

lq_text lq_side_clock(const double sec)
{
  lq_text        t;
  const uint64_t ms = (uint64_t)(fmax(0.0, sec) * 1000.0 + 0.5);
  (void)snprintf(t.text, sizeof t.text, "%2u:%02u.%03u", (unsigned)(ms / 60000),
                 (unsigned)(ms / 1000 % 60), (unsigned)(ms % 1000));
  return t;
}

lq_text lq_side_where(const lq_worry* const w)
{
  lq_text           t    = {0};
  const char* const song = w->song ? w->song : "";
  const unsigned    from = (unsigned)w->start_sec, to = (unsigned)w->end_sec;
  const lq_text     at = lq_side_clock(w->at_sec);
  if (w->n_places == 1) {
    (void)snprintf(t.text, sizeof t.text, "%.200s%sat %.20s: ", song, *song ? ", " : "",
                   at.text + strspn(at.text, " "));
  } else if (w->n_places) {
    (void)snprintf(t.text, sizeof t.text,
                   "%.200s%s%zu places from %u:%02u to %u:%02u, worst at %.20s: ", song,
                   *song ? ", " : "", w->n_places, from / 60, from % 60, to / 60, to % 60,
                   at.text + strspn(at.text, " "));
  }
  return t;
}

double lq_side_sec(const lq_side* const side)
{
  return (double)side->m.n_frames / side->m.rate_hz;
}

const char* lq_side_worry_name(const lq_worry_kind kind)
{
  static const char* const names[LQ_WORRY_N] = {
      [LQ_WORRY_LENGTH] = "length",   [LQ_WORRY_SLOPE] = "slope",
      [LQ_WORRY_CURVE] = "curvature", [LQ_WORRY_SHARP] = "sibilance",
      [LQ_WORRY_WIDTH] = "width",     [LQ_WORRY_SPEED] = "velocity",
      [LQ_WORRY_TREBLE] = "treble",   [LQ_WORRY_PHASE] = "bass-phase",
      [LQ_WORRY_PEAK] = "peak",       [LQ_WORRY_ENDS] = "spectrum-ends",
      [LQ_WORRY_OFFSET] = "offset",   [LQ_WORRY_HEAD] = "silence",
      [LQ_WORRY_LIMITED] = "limited"};
  return names[kind];
}

/// A level, or "none" for silence.
static const char* level(lq_text* const t, const double value, const char* const unit)
{
  if (isfinite(value)) {
    (void)snprintf(t->text, sizeof t->text, "%.1f %s", value, unit);
  } else {
    (void)snprintf(t->text, sizeof t->text, "none");
  }
  return t->text;
}

static lq_side_word* put(lq_side_word* const w, const char* const what, const char* const format,
                         ...) LQ_PRINTF(3, 4);

static lq_side_word* put(lq_side_word* const w, const char* const what, const char* const format,
                         ...)
{
  va_list args;
  w->what = what;
  va_start(args, format);
  (void)vsnprintf(w->text.text, sizeof w->text.text, format, args);
  va_end(args);
  return w + 1;
}

static lq_side_word* put_sound(lq_side_word* w, const lq_side* const s)
{
  lq_text a, b;
  w = put(w, "format", "24 bit, %g kHz, %s", s->m.rate_hz / 1000.0,
          s->m.n_channels == 2 ? "stereo" : "mono");
  w = put(w, "length", "%.1f minutes; %.1f recommended, %.1f at most", lq_side_sec(s) / 60.0,
          s->record->recommended_min, s->record->most_min);
  w = put(w, "loudness", "%s, loudest 3 s %s", level(&a, s->m.integrated_lufs, "LUFS"),
          level(&b, s->m.max_short_term_lufs, "LUFS"));
  w = put(w, "peaks", "%s, samples %s", level(&a, s->peak_dbtp, "dBTP"),
          level(&b, s->m.sample_peak_dbfs, "dBFS"));
  w = put(w, "crest", "%s over RMS", level(&a, s->crest_db, "dB"));
  w = put(w, "bass beside the middle", "%s below 100 Hz, %s below 300 Hz",
          level(&a, s->low.side_db[0], "dB"), level(&b, s->low.side_db[2], "dB"));
  w = put(w, "bass in phase", "correlation at least %.2f, at %s", s->low.correlation,
          lq_side_clock(s->low.at_sec).text);
  w = put(w, "ends of the spectrum", "%s below 25 Hz, %s above 18 kHz",
          level(&a, s->rumble_db, "dB"), level(&b, s->whistle_db, "dB"));
  w = put(w, "mean", "%s", level(&a, s->dc_dbfs, "dBFS"));
  return put(w, "silence", "%.2f s before, %.2f s behind", s->head_sec, s->tail_sec);
}

static lq_side_word* put_groove(lq_side_word* w, const lq_side* const s)
{
  const lq_spiral* const p = &s->spiral;
  lq_text                a, b;
  w = put(w, "cutting level", "%+.1f dB: loudest 3 s against 7 cm/s peak at 1 kHz", s->level_db);
  w = put(w, "it would bear", "%s by length, %s by velocity", level(&a, s->fit_db, "dB"),
          level(&b, s->clear_db, "dB"));
  if (isfinite(s->guide_db)) {
    w = put(w, "a cutter's table says", "%+.1f dB at this length", s->guide_db);
  }
  w = put(w, "pitch", "%.0f lines per inch; fixed %.0f; turns %.0f to %.0f um apart",
          p->lines_per_inch, 25400.0 / p->fixed_pitch_um, p->close_um, p->wide_um);
  w = put(w, "last turn", "at %.1f mm, %.1f mm to spare; with fixed pitch %.1f mm", p->final_mm,
          p->free_mm, s->record->side.outer_mm - s->record->side.inner_mm - p->fixed_used_mm);
  w = put(w, "groove width", "%.0f um at least, at %s", p->width_um.value,
          lq_side_clock(p->width_um.at_sec).text);
  w = put(w, "velocity", "%.1f cm/s sideways, %.1f up and down; %.0f %% of the groove's speed",
          p->lateral_cm_s.value, p->vertical_cm_s.value, 100.0 * p->slope.value);
  w = put(w, "tightest bend",
          "%.1f um, at %s; tighter than a round stylus %.1f %%, a fine one "
          "%.2f %% of the time",
          p->curve_um.value, lq_side_clock(p->curve_um.at_sec).text, 100.0 * p->over[0],
          100.0 * p->over[1]);
  return put(w, "sibilance", "%s over what a round stylus traces, at %s",
             level(&a, p->sharp_db.value, "dB"), lq_side_clock(p->sharp_db.at_sec).text);
}

size_t lq_side_words(const lq_side* const side, lq_side_word words[LQ_SIDE_WORDS])
{
  return (size_t)(put_groove(put_sound(words, side), side) - words);
}
