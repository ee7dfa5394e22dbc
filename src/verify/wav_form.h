// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How a WAV file is put together, chunk by chunk: what players forgive and shops refuse.
/// Sources: Microsoft/IBM RIFF 1991, EBU Tech 3306 (2009) for RF64; "nothing but audio after the
/// start of the data chunk": Spotify for Providers, Building a package.
#ifndef LQ_VERIFY_WAV_FORM_H
#define LQ_VERIFY_WAV_FORM_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  bool     is_wav; ///< RIFF or RF64 with WAVE; else nothing below is known
  bool     has_format, has_data;
  unsigned tag; ///< 1 PCM, 3 float, 0xfffe EXTENSIBLE
  unsigned n_channels, frame_bytes;
  uint64_t data_at, data_bytes; ///< of the sound, as the header says
  uint64_t form_bytes;          ///< the whole file, as the header says; 0: it does not say
  uint64_t n_bytes;             ///< the whole file, really
  uint64_t after_at;            ///< where something stands behind the sound; 0: nothing does
  char     after[5];            ///< what: "LIST"; "" when it is no chunk
} lq_wav_form;

/// @return LQ_ERR_READ. Any bytes are safe.
LQ_NODISCARD lq_status lq_wav_form_read(lq_wav_form* form, const char* path);

#endif
