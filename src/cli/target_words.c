// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/target_words.h"

#include <stdio.h>

lq_text lq_target_rate(const lq_target* const t)
{
  lq_text out;
  if (t->rate_hz > 0) {
    (void)snprintf(out.text, sizeof out.text, "%g kHz", t->rate_hz / 1000);
  } else {
    (void)snprintf(out.text, sizeof out.text, "the mix's rate");
  }
  return out;
}

const char* lq_target_depth(const lq_target* const t)
{
  return t->bits >= 32 ? "32f" : t->bits > 16 ? "24" : "16";
}

lq_text lq_target_plays(const lq_target* const t)
{
  static const char* const upward[] = {[LQ_UPWARD_OFF]     = "only down",
                                       [LQ_UPWARD_ROOM]    = "up to its peaks",
                                       [LQ_UPWARD_LIMITED] = "up and limited"};
  lq_text                  out;
  if (t->normalises) {
    (void)snprintf(out.text, sizeof out.text, "%g LUFS, %s", t->plays_at_lufs, upward[t->turns_up]);
  } else {
    (void)snprintf(out.text, sizeof out.text, "as it is");
  }
  return out;
}

const char* lq_target_album(const lq_target* const t)
{
  static const char* const words[] = {[LQ_ALBUM_TRACKS]  = "each track on its own",
                                      [LQ_ALBUM_WHOLE]   = "one gain, from the whole album",
                                      [LQ_ALBUM_LOUDEST] = "one gain, from the loudest track"};
  return words[t->album];
}

lq_text lq_target_codecs(const lq_target* const t)
{
  lq_text out = {"none"};
  size_t  n   = 0;
  for (size_t i = 0; i < t->n_codecs && n < sizeof out.text; ++i) {
    const int more = snprintf(out.text + n, sizeof out.text - n, "%s%s %u", i ? ", " : "",
                              lq_codec_name(t->codecs[i].kind), t->codecs[i].kbps);
    n += more > 0 ? (size_t)more : 0;
  }
  return out;
}
