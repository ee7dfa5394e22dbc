// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proc/dither.h"

#include "base/arena.h"
#include "dsp/simd.h"
#include "lacquer/dither.h"

#include <string.h>

static const char* const    kinds[]     = {"tpdf", "none", "shaped", NULL};
static const lq_dither_kind row_kinds[] = {LQ_DITHER_TPDF, LQ_DITHER_OFF, LQ_DITHER_SHAPED};

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
                        .max     = 2,
                        .choices = kinds,
                        .doc = "TPDF turns rounding distortion into steady, quiet hiss; none only "
                               "rounds; shaped moves the hiss to where the ear is deaf, for the "
                               "last step to 16 bits."},
    [LQ_DITHER_SEED] = {.symbol = "seed",
                        .name   = "Seed",
                        .max    = 65535, // 2^16 - 1
                        .doc    = "Another number gives another noise; the same number the same."},
};
_Static_assert(sizeof params / sizeof *params == LQ_DITHER_N, "one row per enum");

typedef struct {
  lq_spec  spec;
  unsigned bits;
  uint64_t seed[LQ_MAX_CHANNELS];

  lq_dither_kind    kind;
  bool              can_shape; ///< at this rate
  lq_quantise_shape shape;
  lq_quantise_past  past[LQ_MAX_CHANNELS];

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
    d->spec      = *spec;
    d->grid      = grid;
    d->can_shape = lq_quantise_shape_design(&d->shape, spec->rate_hz);
  }
  return d;
}

static void reset(void* const self)
{
  dither* const d = self;
  d->position     = 0;
  memset(d->past, 0, sizeof d->past);
}

static void update(void* const self, const float* const values)
{
  dither* const d = self;
  d->bits         = (unsigned)(values[LQ_DITHER_BITS] + 0.5F);
  d->kind         = row_kinds[(size_t)(values[LQ_DITHER_KIND] + 0.5F)];
  d->lsb          = 1.0F / (float)(1U << (d->bits - 1));
  for (unsigned c = 0; c < LQ_MAX_CHANNELS; ++c) {
    d->seed[c] = lq_quantise_seed((uint64_t)(values[LQ_DITHER_SEED] + 0.5F), c);
  }
}

static void process(void* const self, float* const* const io, const size_t n_frames)
{
  dither* const                    d = self;
  const lq_quantise_kernels* const k = d->spec.simd->quantise;
  for (unsigned c = 0; c < d->spec.n_channels; ++c) {
    if (d->kind == LQ_DITHER_SHAPED && d->can_shape) {
      k->shaped(d->grid, io[c], n_frames, d->bits, &d->shape, &d->past[c], d->seed[c], d->position,
                NULL);
    } else {
      k->quantise(d->grid, io[c], n_frames, d->bits, d->kind != LQ_DITHER_OFF, d->seed[c],
                  d->position, NULL);
    }
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
