// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes sound files with every tag, for programs of others to read (tags.sh).
// usage: tagged IN OUT BITS KBPS [PICTURE]
#include "audio/in.h"
#include "measure/file.h"
#include "tag_tools.h"

static int fail(const lq_error* const e)
{
  fprintf(stderr, "%s\n", e->text);
  return 1;
}

int main(const int n, char** const arguments)
{
  if (n < 5) {
    fprintf(stderr, "usage: tagged IN OUT BITS KBPS [PICTURE]\n");
    return 2;
  }
  tool_sound     s;
  lq_audio_info  info;
  lq_error       e    = {0};
  lq_audio_out*  out  = NULL;
  lq_measurement m    = {0};
  lq_tags        tags = tool_tags();
  tags.picture        = n > 5 ? arguments[5] : NULL;
  // Begun without loudness, which is measured in what was read: as a delivery does it.
  lq_loudness_tags* const loud = &tags.loudness;
  *loud                        = (lq_loudness_tags){0};
  if (tool_read(arguments[1], &s, &info, &e) || lq_measure_file(arguments[1], &m, NULL, &e)) {
    return fail(&e);
  }
  const lq_audio_out_spec spec = {.rate_hz    = info.rate_hz,
                                  .n_channels = info.n_channels,
                                  .bits       = (unsigned)atoi(arguments[3]),
                                  .kbps       = (unsigned)atoi(arguments[4]),
                                  .force      = true,
                                  .tags       = &tags};
  if (lq_audio_out_open(&out, arguments[2], &spec, &e) ||
      lq_audio_out_write(out, (const float* const*)s.x, s.n_frames, &e)) {
    return fail(&e);
  }
  *loud = (lq_loudness_tags){.known           = true,
                             .integrated_lufs = m.integrated_lufs,
                             .range_lu        = m.loudness_range_lu,
                             .true_peak_dbtp  = m.true_peak_dbtp,
                             .momentary_lufs  = m.max_momentary_lufs,
                             .short_term_lufs = m.max_short_term_lufs,
                             .album_known     = true,
                             .album_lufs      = m.integrated_lufs,
                             .album_peak_dbtp = m.true_peak_dbtp};
  if (lq_audio_out_retag(out, &tags, &e) || lq_audio_out_commit(out, &e)) {
    return fail(&e);
  }
  printf("%.2f %.2f %.2f %.2f %.2f\n", m.integrated_lufs, m.true_peak_dbtp, m.loudness_range_lu,
         m.max_momentary_lufs, m.max_short_term_lufs);
  tool_sound_free(&s);
  return 0;
}
