// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a sound file: refused with a sentence, or measured without a NaN.
#include "audio/reader.h"
#include "measure/file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int         LLVMFuzzerTestOneInput(const unsigned char* data, size_t n_bytes);
const char* __lsan_default_suppressions(void);

/// What the decoders keep of files they refuse is theirs (libsndfile 1.2.0 and a damaged Vorbis
/// header: corpus/audio/leak_vorbis); our own allocations are still checked.
const char* __lsan_default_suppressions(void)
{
  return "leak:libsndfile.so\nleak:libvorbis.so\nleak:libvorbisenc.so\nleak:libogg.so\n"
         "leak:libopus.so\nleak:libFLAC.so\nleak:libmpg123.so\nleak:libmp3lame.so\n";
}

static void demand(const bool holds)
{
  if (!holds) {
    abort();
  }
}

static void read_some(const char* const path)
{
  enum { N = 512, MOST_TURNS = 64 };
  static float room[2][N];
  float* const x[2]   = {room[0], room[1]};
  lq_reader*   reader = NULL;
  lq_error     e      = {0};
  if (lq_reader_open(&reader, path, 0, &e)) {
    demand(*e.text && !reader);
    return;
  }
  const unsigned n_channels = lq_reader_channels(reader);
  const uint64_t n_frames   = lq_reader_frames(reader);
  demand(n_channels >= 1 && n_channels <= 2 && n_frames > 0);
  size_t n = N;
  for (unsigned turn = 0; turn < MOST_TURNS && n == N; ++turn) {
    if (lq_reader_read(reader, x, N, &n, &e)) {
      demand(*e.text);
      break;
    }
    for (unsigned c = 0; c < n_channels; ++c) {
      for (size_t i = 0; i < n; ++i) {
        demand(isfinite(x[c][i]));
      }
    }
  }
  if (lq_reader_seek(reader, n_frames / 2, &e) || lq_reader_read(reader, x, N, &n, &e)) {
    demand(*e.text);
  }
  lq_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const unsigned char* const data, const size_t n_bytes)
{
  char           path[64];
  lq_measurement m  = {0};
  lq_error       e  = {0};
  const int      fd = memfd_create("fuzz", 0);
  demand(fd >= 0 && write(fd, data, n_bytes) == (ssize_t)n_bytes);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  if (lq_measure_file(path, &m, NULL, &e)) {
    demand(*e.text);
  } else {
    demand(m.n_frames && !isnan(m.integrated_lufs) && !isnan(m.true_peak_dbtp) &&
           !isnan(m.rms_dbfs) && !isnan(m.loudness_range_lu));
    read_some(path);
  }
  close(fd);
  return 0;
}
