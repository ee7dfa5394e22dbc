// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What one pass over a file keeps, so that files can be compared with each other without reading
/// them again: the features, a hash of the samples, and the middle of the channels at 4 kHz.
#ifndef LQ_MEASURE_SIGNATURE_H
#define LQ_MEASURE_SIGNATURE_H

#include "audio/in.h"
#include "measure/features.h"

enum { LQ_SIGNATURE_HZ = 4000, LQ_SIGNATURE_TOP_BINS = 120 };

typedef struct {
  lq_audio_info info;
  lq_features   features;
  uint64_t      hash;         ///< of the samples as they are played, whatever the container
  uint64_t      hash_negated; ///< of the samples upside down
  uint64_t      n_clips;      ///< runs of 3 or more equal samples within 0.2 dB of full scale,
                              ///< or over it
  double clip_sec;            ///< the first of them
  double first_sec;           ///< first sample over -70 dBFS; the duration when there is none
  double last_sec;            ///< the last one
  double top_share;           ///< of all 10 ms, those whose peak lies within 1 dB of the highest
  double step_lin;            ///< the first frame against the peak, 0 to 1: a cut shows here
  double quiet_channel_db;    ///< peak of the quieter channel against the other; 0 for mono
  float* low;                 ///< [n_low] (left + right) / 2 at 4 kHz
  size_t n_low;
} lq_signature;

/// @param most_sec  keep no more of `low` than this
/// @param stop      asked now and then; true stops (LQ_ERR_CANCELLED); may be NULL
LQ_NODISCARD lq_status lq_signature_file(lq_signature* signature, const char* path, double most_sec,
                                         bool (*stop)(void*, double), void* user, lq_error* error);

void lq_signature_free(lq_signature* signature);

#endif
