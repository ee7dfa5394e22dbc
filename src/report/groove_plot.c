// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/groove_plot.h"

#include "report/svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/// Course over the side, one value a step.
typedef struct {
  const lq_side* side;
  size_t         n;
  double*        time_sec;
  double *       lines, *radius_mm, *narrow_um, *wide_um, *lateral, *speed, *treble, *curve;
  double*        memory;
} course;

enum { COURSES = 9 };

static bool fill(course* const c, const lq_side* const side)
{
  const lq_disc_side* const d   = &side->record->side;
  const lq_spiral_cut       cut = {.steps    = side->steps,
                                   .n        = side->n_steps,
                                   .step_sec = side->step_sec,
                                   .level_db = side->scale_db};
  const size_t              n   = side->n_steps;
  double* const             m   = calloc(COURSES * (n + 1), sizeof *m);
  if (!m) {
    return false;
  }
  *c = (course){.side      = side,
                .n         = n,
                .memory    = m,
                .time_sec  = m,
                .lines     = m + n,
                .radius_mm = m + 2 * n,
                .narrow_um = m + 3 * n,
                .wide_um   = m + 4 * n,
                .lateral   = m + 5 * n,
                .speed     = m + 6 * n,
                .treble    = m + 7 * n,
                .curve     = m + 8 * n};
  for (size_t j = 0; j < n; ++j) {
    const double          radius_mm = (double)side->radius_mm[j];
    const lq_spiral_point p         = lq_spiral_at(d, &cut, j, radius_mm);
    c->time_sec[j]                  = (double)j * side->step_sec;
    c->lines[j]                     = 25400.0 / fmax(1.0, (double)side->pitch_um[j]);
    c->radius_mm[j]                 = radius_mm;
    c->narrow_um[j]                 = p.width_um;
    c->wide_um[j]                   = p.most_width_um;
    c->lateral[j]                   = p.lateral_cm_s;
    c->speed[j]                     = 100.0 * lq_disc_side_speed(d, radius_mm);
    c->treble[j]                    = p.treble_cm_s;
    c->curve[j]                     = fmin(p.curve_um, 1e6);
  }
  return true;
}

static lq_svg_axis time_of(const lq_side* const side)
{
  return (lq_svg_axis){
      .from = 0, .to = fmax(1.0, (double)side->n_steps * side->step_sec), .clock = true};
}

static void borders(lq_svg* const svg, const lq_side* const side, const bool words)
{
  for (size_t i = 0; i < side->n_songs; ++i) {
    lq_svg_border(svg, side->songs[i].start_sec, words ? side->songs[i].title : NULL);
  }
}

static void worries(lq_svg* const svg, const lq_side* const side, const unsigned kinds)
{
  for (size_t i = 0; i < side->n_worries; ++i) {
    const lq_worry* const w = &side->worries[i];
    if ((kinds & 1U << w->kind) && w->end_sec > 0.0) {
      lq_svg_band(svg, w->rule ? LQ_INK_BAD : LQ_INK_WARN, w->start_sec, w->end_sec, w->text);
    }
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
            .from = 100, .to = fmax(400.0, 50.0 * ceil(bare / 50.0)), .label = "Lines per inch"};
  lq_svg_panel(svg, 120, &x, &y, false);
  lq_svg_level(svg, LQ_INK_QUIET, 25400.0 / s->spiral.fixed_pitch_um, "fixed pitch");
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->lines, c->n, false);
  borders(svg, s, true);
}

static void panel_radius(lq_svg* const svg, const course* const c)
{
  const lq_disc_side* const d = &c->side->record->side;
  const lq_svg_axis         x = time_of(c->side);
  const lq_svg_axis         y = {.from  = fmin(d->inner_mm, c->side->spiral.final_mm) - 5.0,
                                 .to    = d->outer_mm + 2.0,
                                 .label = "Radius, mm"};
  lq_svg_panel(svg, 90, &x, &y, false);
  lq_svg_level(svg, LQ_INK_BAD, d->inner_mm, "innermost");
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->radius_mm, c->n, false);
  borders(svg, c->side, false);
}

static void panel_width(lq_svg* const svg, const course* const c)
{
  const lq_disc_side* const d = &c->side->record->side;
  const lq_svg_axis         x = time_of(c->side);
  const lq_svg_axis         y = {.from  = 0,
                                 .to    = most(c->wide_um, c->n, 2.0 * d->width_um),
                                 .label = "Groove width, \xc2\xb5m"};
  lq_svg_panel(svg, 90, &x, &y, false);
  worries(svg, c->side, 1U << LQ_WORRY_WIDTH);
  lq_svg_between(svg, LQ_INK_2, c->time_sec, c->narrow_um, c->wide_um, c->n);
  lq_svg_level(svg, LQ_INK_BAD, d->least_width_um, "least");
  borders(svg, c->side, false);
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
  lq_svg_panel(svg, 130, &x, &y, false);
  worries(svg, c->side, 1U << LQ_WORRY_SLOPE | 1U << LQ_WORRY_SPEED | 1U << LQ_WORRY_TREBLE);
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->lateral, c->n, false);
  lq_svg_line(svg, LQ_INK_3, c->time_sec, c->treble, c->n, false);
  lq_svg_line(svg, LQ_INK_BAD, c->time_sec, c->speed, c->n, true);
  borders(svg, c->side, false);
}

static void panel_curve(lq_svg* const svg, const course* const c)
{
  const lq_disc_side* const d = &c->side->record->side;
  const lq_svg_axis         x = time_of(c->side);
  const lq_svg_axis         y = {
              .from = 2, .to = 500, .log = true, .label = "Radius of the tightest bend, \xc2\xb5m"};
  lq_svg_panel(svg, 130, &x, &y, true);
  worries(svg, c->side, 1U << LQ_WORRY_CURVE | 1U << LQ_WORRY_SHARP);
  lq_svg_line(svg, LQ_INK_1, c->time_sec, c->curve, c->n, false);
  lq_svg_level(svg, LQ_INK_WARN, d->stylus_um[0], "round stylus");
  lq_svg_level(svg, LQ_INK_BAD, d->stylus_um[1], "fine stylus");
  borders(svg, c->side, false);
}

char* lq_groove_plot(const lq_side* const side, const char* const title)
{
  char                   summary[512];
  course                 c   = {0};
  lq_svg*                svg = NULL;
  const lq_spiral* const s   = &side->spiral;
  (void)snprintf(summary, sizeof summary,
                 "The groove of side %c at a cutting level of %.1f dB: %.0f lines per inch on the "
                 "mean, last turn at %.1f mm, %zu worries.",
                 side->letter, side->level_db, s->lines_per_inch, s->final_mm, side->n_worries);
  if (!fill(&c, side) || lq_svg_new(&svg, title, summary)) {
    free(c.memory);
    return NULL;
  }
  panel_lines(svg, &c);
  panel_radius(svg, &c);
  panel_width(svg, &c);
  panel_velocity(svg, &c);
  panel_curve(svg, &c);
  char* const text = lq_svg_text(svg);
  lq_svg_free(svg);
  free(c.memory);
  return text;
}
