// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/dither.h"

#include "base/arena.h"
#include "dsp/simd.h"

static const char* const kinds[] = {"tpdf", "none", NULL};

static const lq_param params[] = {
    [LQ_DITHER_BITS] = {.symbol = "bits",
                        .name   = "Bits",
                        .unit   = LQ_UNIT_BITS,
                        .min    = 16,
                        .max    = 24,
                        .def    = 24,
                        .doc    = "Bits of the file that the audio is meant for."},
    [LQ_DITHER_KIND] = {.symbol  = "kind",
                        .name    = "Kind",
                        .taper   = LQ_TAPER_CHOICE,
                        .max     = 1,
                        .choices = kinds,
                        .doc = "TPDF turns rounding distortion into steady, quiet hiss; none only "
                               "rounds."},
    [LQ_DITHER_SEED] = {.symbol = "seed",
                        .name   = "Seed",
                        .max    = 65535, // 2^16 - 1
                        .doc    = "Another number gives another noise; the same number the same."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DITHER_N, "one row per enum");

typedef struct {
  lq_spec  spec;
  unsigned bits;
  bool     tpdf;
  uint64_t seed[LQ_MAX_CHANNELS];
  float    lsb;
  uint64_t position; ///< frames since reset
  int32_t* grid;     ///< [LQ_MAX_FRAMES]
} dither;

static void* prepare(lq_arena* const arena, const lq_spec* const spec, const float* const values)
{
  (void)values;
  dither* const  d    = LQ_TAKE(arena, dither, 1);
  int32_t* const grid = LQ_TAKE(arena, int32_t, LQ_MAX_FRAMES);
  if (d) {
    d->spec = *spec;
    d->grid = grid;
  }
  return d;
}

static void reset(void* const self)
{
  ((dither*)self)->position = 0;
}

static void update(void* const self, const float* const values)
{
  dither* const d = self;
  d->bits         = (unsigned)(values[LQ_DITHER_BITS] + 0.5F);
  d->tpdf         = values[LQ_DITHER_KIND] < 0.5F;
  d->lsb          = 1.0F / (float)(1U << (d->bits - 1));
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    d->seed[c] = lq_quantise_seed((uint64_t)(values[LQ_DITHER_SEED] + 0.5F), c);
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  dither* const d = self;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    d->spec.simd->quantise->quantise(d->grid, io[c], n_frames, d->bits, d->tpdf, d->seed[c],
                                     d->position, NULL);
    for (size_t i = 0; i < n_frames; ++i) {
      io[c][i] = (float)d->grid[i] * d->lsb;
    }
  }
  d->position += n_frames;
}

const lq_proc lq_dither = {.symbol    = "dither",
                           .name      = "Dither",
                           .lv2_class = "UtilityPlugin",
                           .doc       = "Puts audio onto the grid of a file's bits, the last step.",
                           .params    = params,
                           .n_params  = LQ_DITHER_N,
                           .prepare   = prepare,
                           .reset     = reset,
                           .update    = update,
                           .process   = process};
