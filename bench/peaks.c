// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the limiter's detector sees in files, a line of tab-separated figures each:
/// file, confidence, dB of limiting, score, peaks, distinct peaks, depth, width, peaks within
/// 0.3, 1, 2 and 3 dB, phase-rotated dB, both sides, kinds of flat tops, level spread dB.
#include "audio/reader.h"
#include "measure/ceiling.h"
#include "measure/flat_top.h"
#include "measure/level_spread.h"
#include "measure/pile.h"

#include <stdio.h>

static lq_status hear(const char* const path, lq_ceiling** const ceiling, lq_flat_top* const flat,
                      lq_error* const error)
{
  enum { BLOCK = 8192 };
  static float memory[2][BLOCK];
  float* const x[2]   = {memory[0], memory[1]};
  lq_reader*   reader = NULL;
  LQ_TRY(lq_reader_open(&reader, path, 0, error));
  lq_status status =
      lq_ceiling_new(ceiling, lq_reader_info(reader)->rate_hz, lq_reader_channels(reader));
  lq_flat_top_start(flat, lq_reader_channels(reader));
  for (size_t n = BLOCK; !status && n == BLOCK;) {
    status = lq_reader_read(reader, x, BLOCK, &n, error);
    lq_flat_top_process(flat, (const float* const*)x, status ? 0 : n);
    status = status ? status : lq_ceiling_process(*ceiling, (const float* const*)x, n);
  }
  lq_reader_close(reader);
  return status ? status : lq_ceiling_finish(*ceiling);
}

int main(const int argc, char** const argv)
{
  int faults = 0;
  for (int i = 1; i < argc; ++i) {
    lq_error    error   = {.text = "no memory"};
    lq_ceiling* ceiling = NULL;
    lq_pile     p       = {0};
    double      spread  = 0;
    lq_flat_top flat;
    size_t      n_hops, hop_frames;
    lq_status   status = hear(argv[i], &ceiling, &flat, &error);
    if (!status) {
      const lq_ceiling_hop* const hops = lq_ceiling_hops(ceiling, &n_hops, &hop_frames);
      status                           = lq_pile_find(&p, hops, n_hops);
      status                           = status ? status : lq_level_spread(&spread, hops, n_hops);
    }
    lq_ceiling_free(ceiling);
    if (status) {
      fprintf(stderr, "%s: %s\n", argv[i], error.text);
      faults = 1;
      continue;
    }
    printf("%s\t%.3f\t%.1f\t%.2f\t%zu\t%zu\t%.3f\t%.2f\t%zu\t%zu\t%zu\t%zu\t%.2f\t%.2f\t%u\t%.2f\n",
           argv[i], lq_pile_confidence(&p), lq_pile_limiting_db(&p), p.score, p.n_peaks,
           p.n_distinct, p.depth_db, p.width_db, p.n_within[0], p.n_within[1], p.n_within[2],
           p.n_within[3], p.rotated_db, p.both_sides, lq_flat_top_read(&flat).n_kinds, spread);
  }
  return faults;
}
