// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What one reading of a sound file tells: loudness, exact true peak, tops cut flat, zero line,
/// silences, dead sides, clicks and dropouts, all from the same blocks. Plain figures: what they
/// mean is judged elsewhere.
#ifndef LQ_VERIFY_HEARD_H
#define LQ_VERIFY_HEARD_H

#include "audio/in.h"
#include "measure/flat_top.h"

#include "lacquer/measure.h"

enum { LQ_HEARD_FAULTS = 4 }; ///< first places that are kept

/// Clicks lower than that are the last bits of a fade: -80 dBFS.
#define LQ_HEARD_CLICK_LIN 1e-4

/// A stretch of time; length 0: there is none.
typedef struct {
  double at_sec, length_sec;
} lq_stretch;

typedef struct {
  bool           done; ///< read to its end; else `error` says why not
  lq_error*      error;
  lq_audio_info  info;
  lq_measurement m;
  double         peak_dbtp, peak_sec; ///< exactly
  uint64_t       n_nonfinite;
  bool           fine; ///< what follows is known: mono or stereo
  double         dc_lin[2];
  lq_flat_sum    flat;
  double         flat_sure;          ///< 0 to 1
  lq_stretch     head, tail, inside; ///< under -70 dBFS, or 50 dB under the music
  bool           dead[2];            ///< left, right: 50 dB and more under the other throughout
  lq_stretch     pause[2];           ///< the longest while in which a side is digitally silent
  double         side_db;            ///< side over mid
  size_t         n_clicks, n_dropouts;
  double         clicks_sec[LQ_HEARD_FAULTS], dropouts_sec[LQ_HEARD_FAULTS];
  double         longest_dropout_sec;
  bool           has_md5, md5_differs; ///< of a FLAC file
  char           md5_found[33], md5_promised[33];
} lq_heard;

/// @param done  told how many frames were read, now and then; true stops. May be NULL.
/// @return LQ_ERR_MEMORY, LQ_ERR_CANCELLED; what is wrong with the file stands in `heard->error`
LQ_NODISCARD lq_status lq_hear(lq_heard* heard, const char* path, bool (*done)(void*, uint64_t),
                               void* user);

/// NULL is fine, all zero too.
void lq_heard_free(lq_heard* heard);

#endif
