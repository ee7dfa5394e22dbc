// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Records: what fits on a side of each size, and what became of one side.
#ifndef LQ_MODEL_VINYL_H
#define LQ_MODEL_VINYL_H

#include "measure/low_end.h"
#include "measure/spiral.h"
#include "model/album.h"

#include "lacquer/measure.h"

/// "A side of 18 minutes bears 2 dB more": a point of a cutter's table.
typedef struct {
  double minutes, level_db;
} lq_vinyl_guide;

/// A size and speed, a row of data/vinyl.yaml.
typedef struct {
  const char*           id;   ///< "12in-33"
  const char*           name; ///< "12 inch, 33 1/3 rpm"
  lq_disc_side          side;
  double                recommended_min, most_min; ///< minutes of one side
  const lq_vinyl_guide* guide;                     ///< [n_guide] rising; none is known: 0
  size_t                n_guide;
  const char* const*    sources; ///< [n_sources]
  size_t                n_sources;
} lq_vinyl_record;

typedef struct {
  lq_vinyl_record records[LQ_RECORD_N];
  double          peak_cm_s;    ///< of a sine of 1 kHz as loud as the music, at level 0 dB
  double          ceiling_dbtp; ///< of the file
  const char*     dated;
} lq_vinyl;

typedef struct {
  const char* title;
  double      start_sec, end_sec; ///< on the side
} lq_side_song;

/// What a cutting engineer would ask about.
typedef enum {
  LQ_WORRY_LENGTH,  ///< it does not fit at the level that was asked for
  LQ_WORRY_SLOPE,   ///< faster sideways than the groove runs under the stylus
  LQ_WORRY_CURVE,   ///< bent tighter than a round stylus
  LQ_WORRY_SHARP,   ///< s and cymbals beyond what a round stylus traces at that radius
  LQ_WORRY_WIDTH,   ///< so shallow that the stylus may jump
  LQ_WORRY_SPEED,   ///< faster than records are cut
  LQ_WORRY_TREBLE,  ///< long loud treble, which heats the cutter head
  LQ_WORRY_PHASE,   ///< bass out of phase
  LQ_WORRY_PEAK,    ///< over full scale
  LQ_WORRY_ENDS,    ///< rumble or whistle beyond the music
  LQ_WORRY_OFFSET,  ///< DC
  LQ_WORRY_HEAD,    ///< silence, or none, at the beginning or the end
  LQ_WORRY_LIMITED, ///< limited or crushed: vinyl gains nothing by it
  LQ_WORRY_N
} lq_worry_kind;

typedef struct {
  lq_worry_kind kind;
  bool          rule;               ///< the side cannot be cut so; else a warning
  double        start_sec, end_sec; ///< on the side, first to last place; both 0: all of it
  double        at_sec;             ///< where it is worst
  size_t        n_places;
  const char*   song; ///< or NULL
  const char*   text; ///< one sentence with figure and limit
} lq_worry;

/// A side as it was read back from its file. Its cutting levels are those of the music: at 0 dB its
/// loudest three seconds stand as high as the reference tone, 7 cm/s peak at 1 kHz. So they can be
/// held against the tables of cutters, and do not hang on how high a file is recorded.
typedef struct {
  char                   letter; ///< 'A'
  const char*            file;   ///< "CAT001_A.wav"
  const lq_vinyl_record* record;
  const lq_side_song*    songs; ///< [n_songs]
  size_t                 n_songs;
  double                 level_db; ///< at which the groove is shown
  double                 fit_db;   ///< at which it just fits
  double                 clear_db; ///< at which the cutter just follows
  double                 guide_db; ///< of the table, NAN where it has none
  double                 scale_db; ///< what full scale of the file is cut at, over `steps`
  double                 gain_db;  ///< that the file got
  lq_measurement         m;
  double                 peak_dbtp, crest_db, dc_dbfs;
  lq_low_end_figures     low;
  double                 rumble_db, whistle_db; ///< below 25 Hz, above 18 kHz, against the whole
  double                 head_sec, tail_sec;    ///< silence before the first and behind the last
  lq_spiral              spiral;
  const float *          pitch_um, *radius_mm; ///< [n_steps]
  const lq_groove_step*  steps;                ///< [n_steps] at level 0 dB
  size_t                 n_steps;
  double                 step_sec;
  const lq_worry*        worries; ///< [n_worries]
  size_t                 n_worries;
  lq_chain               chain; ///< what was done, with reasons
} lq_side;

/// What the table bears at a length; NAN when there is none, or it says nothing about that.
double lq_vinyl_guide_db(const lq_vinyl_record* record, double minutes);

#endif
