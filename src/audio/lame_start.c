// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/lame_start.h"

#include <lame.h>
#include <stdarg.h>

static void hush(const char* const format, va_list arguments) // a library never prints
{
  (void)format;
  (void)arguments;
}

bool lq_lame_start(struct lame_global_struct* const lame, const lq_lame_spec* const spec)
{
  (void)lame_set_errorf(lame, hush);
  (void)lame_set_debugf(lame, hush);
  (void)lame_set_msgf(lame, hush);
  lame_set_write_id3tag_automatic(lame, 0); // ours comes first
  return !lame_set_in_samplerate(lame, (int)spec->rate_hz) &&
         !lame_set_out_samplerate(lame, (int)spec->rate_hz) &&
         !lame_set_num_channels(lame, (int)spec->n_channels) &&
         !lame_set_brate(lame, (int)spec->kbps) &&
         (spec->n_channels > 1 || !lame_set_mode(lame, MONO)) &&
         !lame_set_bWriteVbrTag(lame, spec->tagged) && lame_init_params(lame) >= 0;
}
