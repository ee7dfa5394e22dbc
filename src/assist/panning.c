// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/panning.h"

#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

// Sources: E. Perez-Gonzalez and J. Reiss, "A Real-Time Semiautonomous Audio Panning System for
// Music Mixing", 2010 (nothing below 200 Hz leaves the centre, sides balanced, similar spectra
// apart); S. Mansbridge, S. Finn and J. Reiss, "An Autonomous System for Multitrack Stereo Pan
// Positioning", 2012 (a new source goes opposite to the nearest one placed).

enum { CENTRE_BELOW_HZ = 200 };

static void set(lq_strip* const strip, const double position, const char* const why)
{
  lq_device* const pan = &strip->controls[LQ_CONTROL_PAN];
  lq_device_set(pan, "position", (float)position);
  pan->why = why;
}

static const char* pair_why(const lq_song* const song, const lq_track* const t, const double width)
{
  return lq_pool_format(song->pool, "%s half of a pair with '%s', %.0f wide",
                        t->side == LQ_SIDE_LEFT ? "left" : "right", song->tracks[t->twin].name,
                        width);
}

static double pair_width(const lq_role* const role)
{
  const double place = (double)role->values[LQ_ROLE_PLACE];
  return fmin(100, place + 15); // a pair may go further out than a single
}

// Whom the brief makes the lead stands in the middle too; a melody that leads for want of a voice
// may stand where its role has it.
static bool is_lead(const lq_song* const song, const lq_track* const t)
{
  return t->role->lead || (t->lead && !song->by_solo);
}

static bool stays_central(const lq_song* const song, const lq_track* const t)
{
  const bool whole_kit = !strcmp(t->role->name, "overhead") || !strcmp(t->role->name, "room");
  return whole_kit || t->role->values[LQ_ROLE_PLACE] < 1 || is_lead(song, t) ||
         t->features->centroid_hz < CENTRE_BELOW_HZ;
}

// How alike two sources sound, 0 to 1, by their centroids on an octave scale.
static double nearness(const lq_track* const a, const lq_track* const b)
{
  const double octaves =
      fabs(lq_log2((a->features->centroid_hz + 20) / (b->features->centroid_hz + 20)));
  return 1.0 / (1.0 + octaves);
}

// The side where this source meets less of its own kind and evens the weight.
static double side_of(const lq_song* const song, const size_t i, const double* const position)
{
  double pull = 0;
  for (size_t k = 0; k < i; ++k) {
    const lq_track* const other = &song->tracks[k];
    if (other->silent || position[k] == 0) {
      continue;
    }
    const double level = lq_db_to_lin(other->fader_db);
    pull -= position[k] / 100 * level * (0.3 + nearness(&song->tracks[i], other));
  }
  return pull < 0 ? -1 : 1;
}

lq_status lq_pan_tracks(const lq_song* const song, const lq_session* const session)
{
  double* const position = LQ_POOL_TAKE(song->pool, double, song->n);
  if (!position) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t     = &song->tracks[i];
    lq_strip* const       strip = lq_session_find(session, t->name);
    if (t->silent) {
      continue;
    }
    if (t->twin != LQ_NO_TRACK && t->role->values[LQ_ROLE_PLACE] > 0) {
      const double width = pair_width(t->role);
      position[i]        = t->side == LQ_SIDE_LEFT ? -width : width;
      set(strip, position[i], pair_why(song, t, width));
    } else if (t->n_channels == 2 && !t->features->dual_mono) {
      strip->controls[LQ_CONTROL_PAN].why = "a stereo recording keeps its own image";
    } else if (stays_central(song, t)) {
      strip->controls[LQ_CONTROL_PAN].why = is_lead(song, t)
                                                ? "the lead stands in the middle"
                                                : "the low end and the backbone stay in "
                                                  "the middle";
    } else {
      // Brighter sources go further out, up to the role's own width.
      const double octaves = lq_log2(t->features->centroid_hz / CENTRE_BELOW_HZ);
      const double width   = fmin(1, 0.4 + 0.2 * octaves) * (double)t->role->values[LQ_ROLE_PLACE];
      position[i]          = round(side_of(song, i, position) * width);
      set(strip, position[i],
          lq_pool_format(song->pool,
                         "opposite to what sounds most like it; centre of its spectrum "
                         "at %.0f Hz",
                         t->features->centroid_hz));
    }
  }
  return LQ_OK;
}
