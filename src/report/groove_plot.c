// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/groove_plot.h"

#include "report/svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = 500 }; // of the side's time: about one a pixel

/// The extremes of each column.
typedef struct {
  const lq_side* side;
  size_t         n;
  double         time_sec[COLUMNS], lines[COLUMNS], radius_mm[COLUMNS];
  double         narrow_um[COLUMNS], wide_um[COLUMNS];
  double         zero[COLUMNS], lateral[COLUMNS], speed[COLUMNS], treble[COLUMNS];
  double         curve_um[COLUMNS], straight[COLUMNS];
  double         fast[COLUMNS], tight[COLUMNS]; ///< beyond their limits; NAN where they are not
} course;

static const double straight_um = 1000; // the top of the panel of bends

static void add(course* const c, const size_t k, const lq_spiral_point* const p)
{
  c->narrow_um[k] = fmin(c->narrow_um[k], p->width_um);
  c->wide_um[k]   = fmax(c->wide_um[k], p->most_width_um);
  c->lateral[k]   = fmax(c->lateral[k], p->lateral_cm_s);
  c->treble[k]    = fmax(c->treble[k], p->treble_cm_s);
  c->curve_um[k]  = fmin(c->curve_um[k], p->curve_um);
}

static void fill(course* const c, const lq_side* const side)
{
  const lq_disc_side* const d   = &side->record->side;
  const lq_spiral_cut       cut = {.steps    = side->steps,
                                   .n        = side->n_steps,
                                   .step_sec = side->step_sec,
                                   .level_db = side->scale_db};
  c->side                       = side;
  c->n                          = side->n_steps < COLUMNS ? side->n_steps : COLUMNS;
  size_t j                      = 0;
  for (size_t k = 0; k < c->n; ++k) {
    const size_t end = (k + 1) * side->n_steps / c->n, first = j;
    double       pitch_um = 0.0;
    c->narrow_um[k] = c->wide_um[k] = d->width_um;
    c->curve_um[k]                  = straight_um;
    c->straight[k]                  = straight_um;
    c->time_sec[k]                  = (double)j * side->step_sec;
    c->radius_mm[k]                 = (double)side->radius_mm[j];
    c->speed[k]                     = 100.0 * lq_disc_side_speed(d, c->radius_mm[k]);
    for (; j < end; ++j) {
      const lq_spiral_point p = lq_spiral_at(d, &cut, j, (double)side->radius_mm[j]);
      add(c, k, &p);
      pitch_um += (double)side->pitch_um[j];
    }
    c->lines[k] = 25400.0 * (double)(j - first) / fmax(1.0, pitch_um);
    c->fast[k]  = c->lateral[k] > fmin(c->speed[k], d->most_cm_s) ? c->lateral[k] : (double)NAN;
    c->tight[k] = c->curve_um[k] < d->stylus_um[1] ? c->curve_um[k] : (double)NAN;
  }
}

static lq_svg_axis time_of(const lq_side* const side)
{
  return (lq_svg_axis){
      .from = 0, .to = fmax(1.0, (double)side->n_steps * side->step_sec), .clock = true};
}

static void borders(lq_svg* const svg, const lq_side* const side)
{
  for (size_t i = 1; i < side->n_songs; ++i) {
    lq_svg_border(svg, side->songs[i].start_sec, NULL);
  }
}

// Titles, as far as there is room for them: 7 px a character.
static void titles(lq_svg* const svg, const lq_side* const side)
{
  const double px_a_sec = (LQ_SVG_WIDTH - 62.0) / time_of(side).to;
  for (size_t i = 0; i < side->n_songs; ++i) {
    const lq_side_song* const song = &side->songs[i];
    const double              room = (song->end_sec - song->start_sec) * px_a_sec;
    char                      text[64];
    const int                 n = (int)fmin(60.0, fmax(2.0, room / 7.0));
    (void)snprintf(text, sizeof text, "%c%zu %.*s", side->letter, i + 1, n > 3 ? n - 3 : 0,
                   song->title);
    lq_svg_border(svg, song->start_sec, text);
  }
}

static double most(const double* const x, const size_t n, double so_far)
{
  for (size_t i = 0; i < n; ++i) {
    so_far = fmax(so_far, x[i]);
  }
  return so_far;
}

static void panel_lines(lq_svg* const svg, const course* const c)
{
  const lq_side* const s    = c->side;
  const lq_svg_axis    x    = time_of(s);
  const double         bare = 25400.0 / (s->record->side.width_um + s->record->side.land_um);
  const lq_svg_axis    y    = {
            .from = 50, .to = 100.0 * ceil(bare / 100.0) + 50.0, .label = "Lines per inch"};
  lq_svg_panel(svg, 130, &x, &y, false);
  lq_svg_level(svg, LQ_INK_QUIET, 25400.0 / s->spiral.fixed_pitch_um, "with fixed pitch");
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->lines, c->n, false);
  titles(svg, s);
}

static void panel_radius(lq_svg* const svg, const course* const c)
{
  const lq_disc_side* const d = &c->side->record->side;
  const lq_svg_axis         x = time_of(c->side);
  const lq_svg_axis         y = {.from  = fmin(d->inner_mm, c->side->spiral.final_mm) - 8.0,
                                 .to    = d->outer_mm + 4.0,
                                 .label = "Radius, mm"};
  lq_svg_panel(svg, 100, &x, &y, false);
  lq_svg_level(svg, LQ_INK_BAD, d->inner_mm, "innermost turn");
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->radius_mm, c->n, false);
  borders(svg, c->side);
}

static void panel_width(lq_svg* const svg, const course* const c)
{
  const lq_disc_side* const d = &c->side->record->side;
  const lq_svg_axis         x = time_of(c->side);
  const lq_svg_axis         y = {.from  = 0,
                                 .to    = most(c->wide_um, c->n, 2.0 * d->width_um),
                                 .label = "Groove width, \xc2\xb5m"};
  lq_svg_panel(svg, 90, &x, &y, false);
  lq_svg_between(svg, LQ_INK_2, c->time_sec, c->narrow_um, c->wide_um, c->n);
  lq_svg_level(svg, LQ_INK_BAD, d->least_width_um, "least for a stylus");
  borders(svg, c->side);
}

static void panel_velocity(lq_svg* const svg, const course* const c)
{
  const lq_svg_key          keys[] = {{.ink = LQ_INK_1, .label = "sideways, peak"},
                                      {.ink = LQ_INK_3, .label = "above 5 kHz, RMS"},
                                      {.ink = LQ_INK_BAD, .label = "speed of the groove", .dashed = true}};
  const lq_disc_side* const d      = &c->side->record->side;
  const lq_svg_axis         x      = time_of(c->side);
  const lq_svg_axis         y      = {
                   .from = 0, .to = most(c->lateral, c->n, 1.1 * d->most_cm_s), .label = "Velocity, cm/s"};
  lq_svg_legend(svg, keys, sizeof keys / sizeof *keys);
  lq_svg_panel(svg, 140, &x, &y, false);
  lq_svg_between(svg, LQ_INK_1, c->time_sec, c->zero, c->lateral, c->n);
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->lateral, c->n, false);
  lq_svg_line(svg, LQ_INK_3, c->time_sec, c->treble, c->n, false);
  lq_svg_line(svg, LQ_INK_BAD, c->time_sec, c->fast, c->n, false);
  lq_svg_line(svg, LQ_INK_BAD, c->time_sec, c->speed, c->n, true);
  borders(svg, c->side);
}

static void panel_curve(lq_svg* const svg, const course* const c)
{
  const lq_disc_side* const d = &c->side->record->side;
  const lq_svg_axis         x = time_of(c->side);
  const lq_svg_axis         y = {
              .from = 2, .to = straight_um, .log = true, .label = "Tightest bend, radius in \xc2\xb5m"};
  lq_svg_panel(svg, 140, &x, &y, true);
  lq_svg_between(svg, LQ_INK_1, c->time_sec, c->curve_um, c->straight, c->n);
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->curve_um, c->n, false);
  lq_svg_line(svg, LQ_INK_BAD, c->time_sec, c->tight, c->n, false);
  lq_svg_level(svg, LQ_INK_WARN, d->stylus_um[0], "round stylus");
  lq_svg_level(svg, LQ_INK_BAD, d->stylus_um[1], "fine stylus");
  borders(svg, c->side);
}

char* lq_groove_plot(const lq_side* const side, const char* const title)
{
  char                   summary[512];
  course* const          c   = calloc(1, sizeof *c);
  lq_svg*                svg = NULL;
  const lq_spiral* const s   = &side->spiral;
  (void)snprintf(summary, sizeof summary,
                 "The groove of side %c at a cutting level of %.1f dB: %.0f lines per inch on the "
                 "mean, last turn at %.1f mm, %zu worries.",
                 side->letter, side->level_db, s->lines_per_inch, s->final_mm, side->n_worries);
  if (!c || lq_svg_new(&svg, title, summary)) {
    free(c);
    return NULL;
  }
  fill(c, side);
  panel_lines(svg, c);
  panel_radius(svg, c);
  panel_width(svg, c);
  panel_velocity(svg, c);
  panel_curve(svg, c);
  char* const text = lq_svg_text(svg);
  lq_svg_free(svg);
  free(c);
  return text;
}
